if ($__Gone) {
    $__Remove
} elseif ($__New) {
    $__Add
} else {
    $__Change
}
