package dev.parley.peer.cli;

import dev.parley.crypto.Secret;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * Every key that can be reached from an object, found field by field, without leaving a copy of the bytes behind. Fields that the JVM was
 * not told to open are passed over.
 */
final class SecretsInUse {
    /** Where keys are kept as plain arrays: class and field. */
    private static final Set<String> KEY_FIELDS = Set.of(
            "dev.parley.crypto.Chain.chainKey",
            "dev.parley.crypto.Session.root",
            "dev.parley.crypto.Resumption.ourKey",
            "dev.parley.crypto.Resumption.theirKey");

    private final Map<String, String> found = new TreeMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> next = new ArrayDeque<>();

    private SecretsInUse() {}

    /** Each secret in hex by a name that ends in a number of its own. */
    static Map<String, String> reachableFrom(Object root) throws IllegalAccessException {
        SecretsInUse search = new SecretsInUse();
        search.visit(root);
        while (!search.next.isEmpty()) {
            search.look(search.next.remove());
        }
        return search.found;
    }

    private void visit(Object object) {
        if (object != null && isOfInterest(object.getClass()) && seen.add(object)) {
            next.add(object);
        }
    }

    private static boolean isOfInterest(Class<?> type) {
        return type.getName().startsWith("dev.parley.")
                || type.isArray() && !type.getComponentType().isPrimitive()
                || type == RSAPrivateCrtKeyParameters.class
                || type.getName().startsWith("java.util.")
                || type.getName().startsWith("java.lang.Thread");
    }

    private void look(Object object) throws IllegalAccessException {
        if (object instanceof RSAPrivateCrtKeyParameters key) {
            add("rsa prime p", key.getP());
            add("rsa prime q", key.getQ());
            add("rsa exponent", key.getExponent());
            add("rsa dp", key.getDP());
            add("rsa dq", key.getDQ());
        } else if (object.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                visit(Array.get(object, i));
            }
        } else {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()
                            && field.trySetAccessible()) {
                        look(object, type, field);
                    }
                }
            }
        }
    }

    private void look(Object object, Class<?> type, Field field) throws IllegalAccessException {
        Object value = field.get(object);
        if (!(value instanceof byte[] bytes)) {
            visit(value);
        } else if (object instanceof Secret) {
            add("secret", bytes);
        } else if (KEY_FIELDS.contains(type.getName() + "." + field.getName())) {
            add(field.getName(), bytes);
        }
    }

    private void add(String name, BigInteger number) {
        byte[] copy = number.toByteArray();
        // The sign has no byte in the number's own array.
        add(name, copy, copy[0] == 0 ? 1 : 0);
        Arrays.fill(copy, (byte) 0);
    }

    private void add(String name, byte[] bytes) {
        add(name, bytes, 0);
    }

    private void add(String name, byte[] bytes, int from) {
        found.put(name + " " + found.size(), HexFormat.of().formatHex(bytes, from, bytes.length));
    }
}
