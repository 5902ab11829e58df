# Runs a server until whoever started this ends its input, or ends, however that happens; then ends
# the server and deletes its directory.
#
#   sh watch.sh DIRECTORY LOG SIGNAL COMMAND...
#
# Prints the server's process id. SIGNAL is how the server is ended.

trap '' HUP INT QUIT TERM # from a terminal, they are meant for whoever started this
PATH=$PATH:/usr/bin:/bin  # for rm
directory=$1 log=$2 signal=$3
shift 3
cd "$directory" || exit
exec 3<&0

"$@" </dev/null >>"$log" 2>&1 3<&- &
server=$!

# A server that was stopped takes the signal when it goes on.
(
  read -r _ <&3
  kill -s "$signal" "$server"
  kill -s CONT "$server"
) >/dev/null 2>&1 &
guard=$!

echo "$server"
exec >/dev/null 2>&1

# The server is this shell's child, so nobody else gets its number before "wait" has returned. If it
# ended by itself the guard must not go on to signal that number.
wait "$server"
kill -s KILL "$guard"
wait "$guard"
read -r _ <&3
cd / && rm -rf "$directory"
