package dev.parley.relay.room;

import dev.parley.relay.admission.SeatProofCheck;
import dev.parley.wire.Challenge;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatProof;
import dev.parley.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Plays the {@code in:} lines of a room vector on real {@link Rooms}; proofs are real HMACs. Names stand for 32 bytes each. */
final class RoomScript {
    private final Rooms<String> rooms;
    private long now = 1_000_000;

    RoomScript(int maxRooms) {
        rooms = new Rooms<>(maxRooms, SeatProofCheck::holds);
    }

    int size() {
        return rooms.size();
    }

    /** The effects of one line, as text. */
    List<String> play(String line) {
        String[] words = line.split(" ", -1);
        String who = words[1];
        Map<String, String> values = new HashMap<>(Map.of("protocol", "" + Wire.MAX_PROTOCOL, "challenge", who));
        for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            values.put(pair[0], pair[1]);
        }
        return EffectText.of(
                switch (words[0]) {
                    case "claim" -> rooms.claim(who, new Source(values.get("source")), claim(values), now);
                    case "resume" ->
                        rooms.resume(who, new Source(values.get("source")), challengeOf(who), resume(values), now);
                    case "leave" -> rooms.leave(who);
                    case "unseat" -> rooms.unseat(who, now);
                    case "lost" -> rooms.lost(who, now);
                    case "tick" -> {
                        now += Long.parseLong(who);
                        yield rooms.tick(now);
                    }
                    default -> throw new IllegalArgumentException("A script does not say '" + line + "'.");
                });
    }

    private static PeerFrame.Claim claim(Map<String, String> values) {
        return new PeerFrame.Claim(
                Integer.parseInt(values.get("protocol")),
                RoomId.of(bytesOf(values.get("room"))),
                SeatKey.of(bytesOf(values.get("key"))),
                Intent.valueOf(values.get("intent")),
                Integer.parseUnsignedInt(values.get("instance")),
                Integer.parseUnsignedInt(values.get("attempt")));
    }

    private static PeerFrame.Resume resume(Map<String, String> values) {
        RoomId room = RoomId.of(bytesOf(values.get("room")));
        int instance = Integer.parseUnsignedInt(values.get("instance"));
        int attempt = Integer.parseUnsignedInt(values.get("attempt"));
        byte[] key = bytesOf(values.containsKey("badproof") ? "not " + values.get("key") : values.get("key"));
        byte[] input = SeatProof.input(challengeOf(values.get("challenge")), room, instance, attempt);
        return new PeerFrame.Resume(
                Integer.parseInt(values.get("protocol")), room, instance, attempt, SeatProof.of(hmac(key, input)));
    }

    private static Challenge challengeOf(String connection) {
        return Challenge.of(bytesOf("challenge of " + connection));
    }

    /** 32 bytes for a name; {@code ZERO} is all zeros. */
    private static byte[] bytesOf(String name) {
        if (name.equals("ZERO")) {
            return new byte[32];
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has SHA-256.", e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has HmacSHA256.", e);
        }
    }
}
