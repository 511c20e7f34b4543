# Runs PostgreSQL as a child and stops it when standard input ends, which is when the program that
# started it is gone, however it went. Used as: sh -c "<this>" sh <command> <argument>...
exec 3<&0 </dev/null
"$@" 3<&- &
postmaster=$!
{ read -r _ <&3; kill -INT "$postmaster"; } 2>/dev/null &
watch=$!
exec 3<&-
wait "$postmaster"
status=$?
kill "$watch" 2>/dev/null
exit "$status"
