package dev.parley.peer.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A SOCKS 5 proxy that writes down what it is asked, and brings everybody to one port of this machine. */
public final class RecordingSocks implements AutoCloseable {
    /** What it is asked and how it was spoken to. */
    public record Asked(String methods, String user, String password, int addressType, String host, int port) {}

    /** How it answers: a method, whether a login is right, and a reply of RFC 1928. */
    public record Manners(Function<String, Integer> method, boolean takesLogin, int reply) {
        public static Manners open() {
            return new Manners(methods -> methods.contains("02") ? 2 : 0, true, 0);
        }
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int target;
    private final Manners manners;

    public RecordingSocks(int target, Manners manners) throws IOException {
        this.target = target;
        this.manners = manners;
        daemon(this::acceptAll);
    }

    public SocksProxy proxy() {
        return SocksProxy.parse("socks5://127.0.0.1:" + server.getLocalPort()).orElseThrow();
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            in.readUnsignedByte();
            String methods = HexFormat.of().formatHex(in.readNBytes(in.readUnsignedByte()));
            int method = manners.method().apply(methods);
            out.write(new byte[] {5, (byte) method});
            String user = "";
            String password = "";
            if (method == 2) {
                in.readUnsignedByte();
                user = text(in);
                password = text(in);
                out.write(new byte[] {1, (byte) (manners.takesLogin() ? 0 : 1)});
            }
            in.readNBytes(3);
            int type = in.readUnsignedByte();
            String host = switch (type) {
                case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
                case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
                default -> text(in);
            };
            asked.add(new Asked(methods, user, password, type, host, in.readUnsignedShort()));
            out.write(new byte[] {5, (byte) manners.reply(), 0, 1, 0, 0, 0, 0, 0, 0});
            if (manners.reply() != 0) {
                socket.close();
                return;
            }
            Socket relay = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(relay);
            daemon(() -> pump(relay, socket));
            pump(socket, relay);
        } catch (IOException e) {
            // One of the two is gone.
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // The other direction ends as well.
        }
    }

    /** Ends every connection; new ones are taken. */
    public void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "recording-socks");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
