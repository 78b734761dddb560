# It turns round now, and arrives in the name of its receiver.
bridge link set dev veth0 hairpin on
