# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_rsync_check_global_optspecs
    string join \n h/help V/version q/quiet v/verbose color= no-input
end

function __fish_rsync_check_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_rsync_check_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_rsync_check_using_subcommand
    set -l cmd (__fish_rsync_check_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c rsync-check -n "__fish_rsync_check_needs_command" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_needs_command" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -s V -l version -d 'Print the version'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "tenant" -d 'Check everything: app, reach, lists, places, calendars, mailboxes'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "permissions" -d 'Check the app: registration, permissions, consent, secrets'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "access" -d 'Check how far the app reaches: policies and Exchange roles'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "lists" -d 'Check the room lists and who is in them'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "places" -d 'Check rooms and places, across Graph and Exchange'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "calendars" -d 'Check the calendar processing of every room'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "mailboxes" -d 'Check inside the room mailboxes: rules, rights, size'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "setup" -d 'Check what surrounds the sync: subscriptions, domains, clock'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "fix" -d 'Write scripts that repair what was found; preview first'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "explain" -d 'Tell all about one check: why it matters, how to fix it'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "product" -d 'Show what a product asks for; make and check files of your own'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "schema" -d 'Print the JSON Schema of a document'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "attest" -d 'Vouch for steps that no program can see: list, add, check'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "lint" -d 'Read commands of a guide or script: what fails, harms or is gone'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "auth" -d 'Keep a client secret in the system\'s own store'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "simulate" -d 'Serve a simulated tenant on this machine'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c rsync-check -n "__fish_rsync_check_needs_command" -f -a "help" -d 'Explain a topic, such as permissions or dates; alone, list them'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l quick -d 'Leave out what is read mailbox by mailbox: rules, rights, size'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand tenant" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand permissions" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand access" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lists" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand places" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand calendars" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand mailboxes" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand setup" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l out -d 'Folder for scripts, way back, tables, steps' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l check -d 'Only these checks, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l include -d 'Repairs to review that go in too: by id or name, or all' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l new-rooms-since -d 'Only rooms added, renamed or moved since this snapshot' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l confine-by -d 'How the app is confined: by roles in Exchange, or by an access policy (legacy)' -r -f -a "roles\t'RBAC for Applications: Microsoft\'s current way'
policy\t'An application access policy: works, legacy'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l csv -d 'Every change as one table, to a file or stdout' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l raw-csv -d 'No guard against formulas in that table: for programs'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l force -d 'Use a folder that holds something else; replace a file'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l quick -d 'Leave out what is read mailbox by mailbox: rules, rights, size'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and not __fish_seen_subcommand_from verify" -f -a "verify" -d 'Hold a pack against a fresh read: what is applied, open, changed by somebody'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l profile -d 'Saved settings of one tenant, by name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l config -d 'File that holds the profiles (default: rsync-check.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l tenant -d 'Tenant id or one of its domains [AZURE_TENANT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l cloud -d 'Cloud: public, us-gov-high, us-gov-dod, china' -r -f -a "public\t'Worldwide and GCC'
us-gov-high\t'US Government L4 (GCC High)'
us-gov-dod\t'US Government L5 (DoD)'
china\t'China (21Vianet)'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l ca-file -d 'More certificate authorities to trust (PEM)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l client-id -d 'App that signs in and reads [AZURE_CLIENT_ID]' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l app -d 'App that is judged (default: the one that signs in)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l auth -d 'How: secret, certificate, federated, managed-identity, cli, device' -r -f -a "secret\t'A client secret'
certificate\t'A certificate with its key'
federated\t'A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)'
managed-identity\t'The identity of this machine or container'
cli\t'The service principal signed in to the Azure CLI'
device\t'A person, with a browser and a code'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l certificate -d 'Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l secret-file -d 'Read the client secret from a file' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l secret -d 'Does not exist: a secret must not stand on a command line' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l room -d 'Only this room (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l room-list -d 'Only the rooms of this list (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l rooms -d 'Only the rooms in this file, one address a line (repeatable)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l vendor-rooms -d 'The product\'s own rooms, CSV or JSON (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l vendor-columns -d 'Columns of that list: address=Mail,id="Room ID"' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l attestations -d 'Who vouches for what (default: attestations.toml, if it is there)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l control-mailbox -d 'Mailbox that the app must not reach (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l scenario -d 'Which simulated tenant' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l demo-rooms -d 'How many rooms the simulated tenant has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l simulator -d 'Send all traffic to a simulator on this machine' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l snapshot -d 'Judge saved facts again; no network' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l save-snapshot -d 'Save the facts of this run' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l max-wait -d 'Longest single wait when Microsoft throttles (default 5m)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l format -d 'Format: table, json, json-v1' -r -f -a "table\t'For people'
json\t'The newest JSON document'
json-v1\t'The JSON document of version 1'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l list -d 'Every subject of one finding, by id or name' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l detail -d 'More in the JSON document: rooms' -r -f -a "rooms\t'Every room with its failing checks'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l fail-on -d 'Severity that fails the run: error (default), warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l allow-incomplete -d 'Check that may stay unknown (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l names -d 'Names and addresses: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l secret-stdin -d 'Read the client secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l probe -d 'Let the app itself ask for each room\'s calendar'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l demo -d 'Use the simulated tenant: no account, no network'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l json -d 'Short for --format json'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l exit-zero -d 'Exit 0 whatever was found'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l quick -d 'Leave out what is read mailbox by mailbox: rules, rights, size'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand fix; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand explain" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand explain" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand explain" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand explain" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand explain" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -f -a "list" -d 'List the built-in products'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -f -a "show" -d 'Show what a product asks for, to be read beside its guide'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -f -a "new" -d 'Print a product file to start from'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and not __fish_seen_subcommand_from list show new check" -f -a "check" -d 'Tell whether a product file is valid'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from list" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l json -d 'The versioned document in place of text'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from new" -l extends -d 'Built-in product that it begins with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from new" -l out -d 'Write it to a file that is not there yet' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from new" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from new" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from new" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from check" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand product; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand schema" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand schema" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand schema" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand schema" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand schema" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -f -a "list" -d 'The steps of a product: who vouches for them, until when, what is missing'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -f -a "add" -d 'Vouch for a step; asks for what is not given'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and not __fish_seen_subcommand_from list add check" -f -a "check" -d 'Exit 1 when a step is missing or expired, as a run would'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l file -d 'The file of attestations (default: attestations.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l names -d 'Who vouches and where the proof is: full, none (default in CI: none)' -r -f -a "full\t'They do'
none\t'Only ids do'"
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l owner -d 'Who vouches for it' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l evidence -d 'Where the proof is: a ticket, a document, a place' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l date -d 'The day on which it was done (default: today)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l expires -d 'The last day on which it counts (default: as long as the step allows)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l file -d 'The file of attestations (default: attestations.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l product -d 'Product whose rules apply: generic, ioffice, roomz, servicenow, spaceiq, spacewell, or FILE.toml' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l horizon-days -d 'How many days ahead the product lets people book' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l mode -d 'Which mode of the product is in use' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l booking-account -d 'Mailbox that the product books with' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l notification-host -d 'Host that Microsoft Graph notifies of changes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l secret-months -d 'Longest lifetime of a client secret, in months' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l max-minutes -d 'Longest booking that the product offers, in minutes' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l room-centric -d 'Whether the product works on room calendars only: true, false' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l permission-set -d 'Which permission set of the guide' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l set -d 'Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l file -d 'The file of attestations (default: attestations.toml)' -r -F
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l fail-on -d 'Severity that fails: error, warning, info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand attest; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -l ignore -d 'Leave a rule out, by its id (repeatable)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -l fail-on -d 'Severity that fails: error, warning (default), info' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -l json -d 'The versioned document in place of text'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand lint" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -f -a "set" -d 'Keep the secret of an app; asks for it, or reads it with --secret-stdin'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -f -a "remove" -d 'Forget the secret of an app'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and not __fish_seen_subcommand_from set remove status" -f -a "status" -d 'Tell whether a secret is kept for an app'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from set" -l client-id -d 'The app\'s application (client) id' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from set" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from set" -l secret-stdin -d 'Read the secret from standard input'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from remove" -l client-id -d 'The app\'s application (client) id' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from remove" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from status" -l client-id -d 'The app\'s application (client) id' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from status" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand auth; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -l scenario -d 'Which simulated tenant (an unknown name lists them all)' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -l rooms -d 'How many rooms it has' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -l latency-ms -d 'How long every answer takes, in milliseconds' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -l port -d 'Port on 127.0.0.1; 0 takes a free one' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand simulate" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand completions" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand completions" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand completions" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand completions" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand completions" -l no-input -d 'Never ask anything'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand help" -l color -d 'Colours: auto, always, never' -r
complete -c rsync-check -n "__fish_rsync_check_using_subcommand help" -s h -l help -d 'Print help'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand help" -s q -l quiet -d 'Only errors on stderr'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand help" -s v -l verbose -d 'Say more on stderr; twice shows every request'
complete -c rsync-check -n "__fish_rsync_check_using_subcommand help" -l no-input -d 'Never ask anything'
