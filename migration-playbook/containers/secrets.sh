#!/bin/sh
# Makes the passwords and tokens that compose.yaml asks for, once, readable by you alone.
set -eu
cd "$(dirname "$0")"
if [ -f .env ]; then
    echo "'.env' is there already; delete it to begin with new secrets and empty databases."
    exit 0
fi
umask 077
secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
for name in SHOP_PASSWORD INVENTORY_PASSWORD INTERNAL_TOKEN PROXY_ADMIN_TOKEN BRIDGE_ADMIN_TOKEN; do
    printf '%s=%s\n' "$name" "$(secret)"
done >.env
echo "Wrote '.env'."
