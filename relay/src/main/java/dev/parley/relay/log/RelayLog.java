package dev.parley.relay.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes one JSON object per line. Safe for many threads. The library is set up at the first line, not at the start of the relay. */
public final class RelayLog {
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

    private final OutputStream out;
    private volatile LogLevel level;
    private Logger logger;

    /** Logs to {@code out}, which stays open. */
    public RelayLog(OutputStream out, LogLevel level) {
        this.out = out;
        this.level = level;
    }

    /** From now on this much. */
    public void level(LogLevel newLevel) {
        level = newLevel;
    }

    /** A line that is written when it is complete. */
    public Line info(String what) {
        return new Line(LogLevel.INFO, what);
    }

    public Line warn(String what) {
        return new Line(LogLevel.WARN, what);
    }

    public Line error(String what) {
        return new Line(LogLevel.ERROR, what);
    }

    /** Set up by hand: to look for configuration files would take a quarter of a second. */
    private synchronized Logger logger() {
        if (logger == null) {
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter());
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.setWithSequenceNumber(false);
            encoder.setWithNanoseconds(false);
            encoder.setWithThreadName(false);
            encoder.setWithLoggerName(false);
            encoder.setWithContext(false);
            encoder.setWithMDC(false);
            encoder.setWithThrowable(false);
            encoder.start();
            OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
            appender.setContext(context);
            appender.setEncoder(encoder);
            appender.setOutputStream(out);
            appender.start();
            logger = context.getLogger("parley-relay");
            logger.setLevel(Level.INFO);
            logger.addAppender(appender);
        }
        return logger;
    }

    /** The encoder escapes what JSON must have escaped; a terminal or a reader of logs obeys more than that. */
    private static String clean(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found -> String.format("<%04X>", (int) found.group().charAt(0)));
    }

    /** One line: what happened, and facts about it. */
    public final class Line {
        private final LogLevel weight;
        private final String what;
        private final Map<String, String> facts = new LinkedHashMap<>();

        private Line(LogLevel weight, String what) {
            this.weight = weight;
            this.what = what;
        }

        public Line with(String name, Object value) {
            facts.put(name, value.toString());
            return this;
        }

        public void write() {
            if (weight.compareTo(level) > 0) {
                return;
            }
            LoggingEventBuilder builder = switch (weight) {
                case OFF, ERROR -> logger().atError();
                case WARN -> logger().atWarn();
                case INFO -> logger().atInfo();
            };
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                builder = builder.addKeyValue(clean(fact.getKey()), clean(fact.getValue()));
            }
            builder.log(clean(what));
        }
    }
}
