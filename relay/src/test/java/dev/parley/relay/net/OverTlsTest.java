package dev.parley.relay.net;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** What holds over plain TCP holds over TLS: the same tests once more. */
class OverTlsTest {
    private static LoopbackRelay secure(RelayOptions options) throws IOException {
        return new LoopbackRelay(options, Optional.of(TestTls.shared()));
    }

    @Nested
    class Sockets extends RelaySocketTest {
        @Override
        LoopbackRelay relay(RelayOptions options) throws IOException {
            return secure(options);
        }
    }

    @Nested
    class Backpressure extends BackpressureTest {
        @Override
        LoopbackRelay relay(RelayOptions options) throws IOException {
            return secure(options);
        }
    }

    @Nested
    class HostileFrames extends HostileFramesTest {
        @Override
        LoopbackRelay relay(RelayOptions options) throws IOException {
            return secure(options);
        }
    }

    @Nested
    class Timers extends TimersTest {
        @Override
        LoopbackRelay relay(RelayOptions options) throws IOException {
            return secure(options);
        }
    }

    @Nested
    class Drain extends DrainTest {
        @Override
        LoopbackRelay relay(RelayOptions options) throws IOException {
            return secure(options);
        }
    }
}
