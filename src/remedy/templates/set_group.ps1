if ($Row.Address -eq '') {
    $__New
} else {
    $__NewAt
}
