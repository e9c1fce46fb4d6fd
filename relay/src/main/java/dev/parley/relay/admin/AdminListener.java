package dev.parley.relay.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers {@code GET} of {@code /healthz}, {@code /readyz}, {@code /metrics} and {@code /status}, and nothing else. */
public final class AdminListener implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Watched watched;
    private Metrics metrics;

    private AdminListener(InetSocketAddress address, Watched watched) throws IOException {
        this.watched = watched;
        // Whoever asks slowly must not keep others from asking.
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        server = HttpServer.create(address, BACKLOG);
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "relay-admin");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /** @throws IOException if the address cannot be bound */
    public static AdminListener start(InetSocketAddress address, Watched watched) throws IOException {
        AdminListener listener = new AdminListener(address, watched);
        listener.server.start();
        return listener;
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, TEXT, "only GET\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/healthz" -> send(exchange, 200, TEXT, "ok\n");
                case "/readyz" -> {
                    boolean isReady = !watched.relay().isDraining();
                    send(exchange, isReady ? 200 : 503, TEXT, isReady ? "ready\n" : "stopping\n");
                }
                case "/metrics" ->
                    send(exchange, 200, Metrics.CONTENT_TYPE, metrics().text());
                case "/status" -> send(exchange, 200, TEXT, watched.status().get() + "\n");
                default -> send(exchange, 404, TEXT, "/healthz /readyz /metrics /status\n");
            }
        }
    }

    private synchronized Metrics metrics() {
        if (metrics == null) {
            metrics = new Metrics(watched);
        }
        return metrics;
    }

    private static void send(HttpExchange exchange, int code, String type, String body) throws IOException {
        send(exchange, code, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
