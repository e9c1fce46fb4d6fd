package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

class LostTerminalTest {
    @Test
    void TT_15_a_terminal_that_cannot_be_read_any_more_is_the_end_of_the_input() throws Exception {
        InputStream closed = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                throw new IOException("Input/output error");
            }
        };
        Terminal terminal =
                new DumbTerminal("lost", "xterm", closed, OutputStream.nullOutputStream(), StandardCharsets.UTF_8);
        Look look = new Look(false, true, false, Switches.unset());
        try (JLineScreen screen = new JLineScreen(terminal, look, new Texts(Locale.ENGLISH), () -> 0)) {
            assertThat(screen.readLine()).isEmpty();
        }
    }
}
