package dev.parley.peer.conformance;

import dev.parley.crypto.SeatProofs;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.RelaySocket;
import dev.parley.wire.Challenge;
import dev.parley.wire.Envelope;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Plays one scenario on real connections. After each line everybody must have heard what is due, and, told by the echo of a PING, nothing
 * else. Rooms and keys are drawn anew for each play, so that plays do not meet.
 */
final class ScenarioPlayer implements AutoCloseable {
    /** How long a relay may take for what is due at once. */
    private static final long PATIENCE_MILLIS = 20_000;

    /** A relay looks at its timers once a second (section 3.3). */
    private static final long TIMER_SLACK_MILLIS = 2_500;

    private static final int MAX_BUSY = 12;

    /** What a relay did that it must not, or did not do that it must. */
    static final class BrokenRule extends Exception {
        BrokenRule(String message) {
            super(message);
        }
    }

    private final RelayAddress relay;
    private final Sources sources;
    private final LongSupplier clock;
    private final Randomness randomness;
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Map<String, Challenge> challenges = new HashMap<>();
    private final Map<String, byte[]> names = new HashMap<>(Map.of("ZERO", new byte[32]));
    private final Set<String> gone = new HashSet<>();
    private final Set<String> silent = new HashSet<>();

    /** Before and behind what happened last but the passing of time. */
    private long lastFrom;

    private long lastTo;
    private long passed;

    /** @param clock monotonic milliseconds */
    ScenarioPlayer(RelayAddress relay, Sources sources, LongSupplier clock, Randomness randomness) {
        this.relay = relay;
        this.sources = sources;
        this.clock = clock;
        this.randomness = randomness;
    }

    /** Plays to the end, or to the first broken rule. */
    void play(Scenario scenario) throws BrokenRule, IOException, InterruptedException {
        for (Scenario.Step step : scenario.steps()) {
            String after = "after '" + step.in() + "' ";
            boolean waits = step.in().verb().equals("tick");
            long from = clock.getAsLong();
            perform(step.in());
            for (Scenario.Words heard : step.heard()) {
                await(after, heard);
            }
            for (Map.Entry<String, Actor> actor : actors.entrySet()) {
                nothingElse(after, actor.getKey(), actor.getValue());
            }
            if (!waits) {
                lastFrom = from;
                lastTo = clock.getAsLong();
                passed = 0;
            }
        }
    }

    private void perform(Scenario.Words in) throws BrokenRule, IOException, InterruptedException {
        if (gone.contains(in.who())) {
            // A core must bear it; on the wire nobody is there to say it.
            return;
        }
        Map<String, String> values = in.values();
        switch (in.verb()) {
            case "connect" -> actor(in);
            case "claim" -> {
                Actor actor = actor(in);
                actor.say(new PeerFrame.Claim(
                        protocol(values),
                        room(values),
                        SeatKey.of(bytes(values.get("key"))),
                        Intent.valueOf(values.get("intent")),
                        Integer.parseUnsignedInt(values.get("instance")),
                        Integer.parseUnsignedInt(values.get("attempt"))));
            }
            case "resume" -> resume(in, values);
            case "leave" -> actor(in).say(new PeerFrame.Leave());
            case "unseat" -> actor(in).say(new PeerFrame.Unseat());
            case "ping" -> actor(in).say(new PeerFrame.Ping(HexFormat.fromHexDigitsToLong(in.rest())));
            case "send" -> actor(in).say(HexFormat.of().parseHex(in.rest().replace(" ", "")));
            case "drip" -> {
                for (byte one : HexFormat.of().parseHex(in.rest().replace(" ", ""))) {
                    actor(in).say(new byte[] {one});
                }
            }
            case "envelopes" -> {
                int count = Integer.parseInt(values.get("count"));
                int seed = Integer.parseInt(values.get("seed"));
                for (int i = 0; i < count; i++) {
                    byte[] bytes = Pattern.of(Integer.parseInt(values.get("size")), seed + i);
                    actor(in).say(new PeerFrame.Forward(Envelope.of(bytes)));
                }
            }
            case "deaf" -> actor(in).turnDeaf();
            case "listen" -> actor(in).listen();
            case "mute" -> actor(in).turnMute();
            case "silence" -> {
                actor(in).turnMute();
                silent.add(in.who());
            }
            case "shut" -> actor(in).shut();
            case "lost" -> lose(in.who());
            case "tick" -> pass(Long.parseLong(in.who()));
            default -> throw new IllegalArgumentException("A scenario does not say '" + in + "'.");
        }
    }

    private void resume(Scenario.Words in, Map<String, String> values)
            throws BrokenRule, IOException, InterruptedException {
        Actor actor = actor(in);
        RoomId room = room(values);
        int instance = Integer.parseUnsignedInt(values.get("instance"));
        int attempt = Integer.parseUnsignedInt(values.get("attempt"));
        String key = values.containsKey("badproof") ? "not " + values.get("key") : values.get("key");
        String whose = values.getOrDefault("challenge", in.who());
        if (!challenges.containsKey(whose)) {
            actor(Scenario.Words.of("connect " + whose));
        }
        Challenge challenge = challenges.get(whose);
        actor.say(new PeerFrame.Resume(
                protocol(values),
                room,
                instance,
                attempt,
                SeatProofs.of(SeatKey.of(bytes(key)), challenge, room, instance, attempt)));
    }

    private static int protocol(Map<String, String> values) {
        return Integer.parseInt(values.getOrDefault("protocol", "" + Wire.MAX_PROTOCOL));
    }

    private RoomId room(Map<String, String> values) {
        return RoomId.of(bytes("room " + values.get("room")));
    }

    /** 32 bytes for a name, others in each play; {@code ZERO} is all zeros. */
    private byte[] bytes(String name) {
        return names.computeIfAbsent(name, unknown -> randomness.bytes(32));
    }

    /** Who is meant; a newcomer connects and is greeted first. */
    private Actor actor(Scenario.Words in) throws BrokenRule, IOException, InterruptedException {
        Actor known = actors.get(in.who());
        if (known != null) {
            return known;
        }
        Optional<InetAddress> from = sources.of(in.values().getOrDefault("source", in.who()));
        for (int i = 0; i < MAX_BUSY; i++) {
            Actor actor = new Actor(RelaySocket.open(relay, from, (int) PATIENCE_MILLIS));
            RelayFrame first = actor.greeting(PATIENCE_MILLIS)
                    .orElseThrow(() -> new BrokenRule(in.who() + " connected and heard no WELCOME"));
            if (first instanceof RelayFrame.Refused refused && refused.code() == Refusal.BUSY.code()) {
                // Its limits, not its rules: they may let us in a little later.
                actor.close();
                Thread.sleep(Math.max(500, Math.min(PATIENCE_MILLIS, refused.retryAfterMillis())));
                continue;
            }
            actors.put(in.who(), actor);
            welcome(in.who(), first);
            actor.next(0);
            return actor;
        }
        throw new IOException("the relay is BUSY for too long: its limits on sources or joins are in the way");
    }

    private void welcome(String who, RelayFrame first) throws BrokenRule {
        if (!(first instanceof RelayFrame.Welcome welcome)) {
            throw new BrokenRule(who + " connected and heard " + FrameText.of(first) + " in place of WELCOME");
        }
        if (welcome.minProtocol() > Wire.MAX_PROTOCOL || welcome.maxProtocol() < Wire.MIN_PROTOCOL) {
            throw new BrokenRule("WELCOME does not serve relay protocol 1");
        }
        if (welcome.maxEnvelope() < Wire.MAX_ENVELOPE_BYTES) {
            throw new BrokenRule("WELCOME's largest envelope is below 66,560 bytes");
        }
        if (challenges.containsValue(welcome.challenge())) {
            throw new BrokenRule("the same challenge was given twice");
        }
        challenges.put(who, welcome.challenge());
    }

    /** The relay has taken notice of the end once it ends the connection, too. */
    private void lose(String who) throws BrokenRule, InterruptedException {
        Actor actor = actors.remove(who);
        gone.add(who);
        actor.shut();
        Optional<String> last = actor.next(PATIENCE_MILLIS);
        while (last.isPresent() && !last.get().equals(Actor.END)) {
            last = actor.next(PATIENCE_MILLIS);
        }
        actor.close();
        if (last.isEmpty()) {
            throw new BrokenRule(who + " closed its half, and the relay did not close the other (2.3)");
        }
    }

    /** One millisecond before something runs out, a real clock is kept well before it; at any other time a little behind. */
    private void pass(long millis) throws InterruptedException {
        passed += millis;
        boolean justBefore = millis % 1_000 == 999;
        long until = justBefore ? lastFrom + passed - TIMER_SLACK_MILLIS : lastTo + passed + TIMER_SLACK_MILLIS;
        Thread.sleep(Math.max(0, until - clock.getAsLong()));
    }

    private void await(String after, Scenario.Words out) throws BrokenRule, InterruptedException {
        if (out.verb().equals(Actor.END)) {
            hear(after, out.who(), Actor.END);
            actors.remove(out.who()).close();
            gone.add(out.who());
        } else if (out.who().equals("ENVELOPES")) {
            Map<String, String> values = out.values();
            int count = Integer.parseInt(values.get("count"));
            for (int i = 0; i < count; i++) {
                int seed = Integer.parseInt(values.get("seed")) + i;
                hear(after, out.verb(), Pattern.text(Integer.parseInt(values.get("size")), seed));
            }
        } else {
            hear(after, out.verb(), (out.who() + " " + out.rest()).strip());
        }
    }

    private void hear(String after, String who, String expected) throws BrokenRule, InterruptedException {
        Optional<String> heard = actors.get(who).next(PATIENCE_MILLIS);
        if (heard.isEmpty()) {
            throw new BrokenRule(after + who + " must hear '" + expected + "' and heard nothing");
        }
        if (!heard.get().equals(expected)) {
            throw new BrokenRule(after + who + " must hear '" + expected + "' and heard '" + heard.get() + "'");
        }
    }

    /** Asks for an echo: what came before it and was not due is too much. */
    private void nothingElse(String after, String who, Actor actor) throws BrokenRule, InterruptedException {
        if (silent.contains(who) || actors.values().stream().anyMatch(Actor::isDeaf)) {
            // Nobody can be asked through what somebody does not take.
            return;
        }
        long echo = ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong();
        String expected = "PONG " + HexFormat.of().toHexDigits(echo);
        actor.say(new PeerFrame.Ping(echo));
        Optional<String> heard = actor.next(PATIENCE_MILLIS);
        if (heard.isEmpty()) {
            throw new BrokenRule(after + who + " must hear nothing but the PONG to its PING, and heard not even that");
        }
        if (!heard.get().equals(expected)) {
            throw new BrokenRule(after + who + " must hear nothing more and heard '" + heard.get() + "'");
        }
    }

    @Override
    public void close() {
        actors.values().forEach(Actor::close);
    }
}
