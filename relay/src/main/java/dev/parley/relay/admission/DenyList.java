package dev.parley.relay.admission;

import dev.parley.wire.KeyId;
import java.util.List;
import java.util.Set;

/** Who is not served, whatever else he has: blocks of addresses, and access keys. */
public record DenyList(List<AddressPrefix> addresses, Set<KeyId> keys) {
    public static final DenyList NOBODY = new DenyList(List.of(), Set.of());

    public DenyList {
        addresses = List.copyOf(addresses);
        keys = Set.copyOf(keys);
    }

    boolean holds(AddressPrefix address) {
        for (AddressPrefix denied : addresses) {
            if (denied.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
