package dev.parley.peer.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SOCKS 5 proxy (RFC 1928, login by RFC 1929) such as Tor. The relay's name goes to the proxy as it is: nothing looks it up here, which
 * is why this is not the JDK's own SOCKS.
 */
public final class SocksProxy {
    private static final Pattern URL = Pattern.compile(
            "socks5h?://(?:([^:@/]{1,255}):([^@/]{1,255})@)?(?:\\[([^\\]]+)]|([^:@/\\[\\]]+)):([0-9]{1,5})/?");
    private static final int MAX_PORT = 65_535;

    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int LOGIN = 2;
    private static final int LOGIN_VERSION = 1;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final String host;
    private final int port;
    private final Optional<String[]> login;

    private SocksProxy(String host, int port, Optional<String[]> login) {
        this.host = host;
        this.port = port;
        this.login = login;
    }

    /** Reads {@code socks5://[USER:PASSWORD@]HOST:PORT}; empty if it is none. */
    public static Optional<SocksProxy> parse(String text) {
        Matcher parts = URL.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(5));
        String host = parts.group(3) != null ? parts.group(3) : parts.group(4);
        Optional<String[]> login = Optional.ofNullable(parts.group(1)).map(user -> new String[] {user, parts.group(2)});
        boolean fits = login.isEmpty() || fits(login.get()[0]) && fits(login.get()[1]);
        return port < 1 || port > MAX_PORT || !fits ? Optional.empty() : Optional.of(new SocksProxy(host, port, login));
    }

    private static boolean fits(String field) {
        return field.getBytes(StandardCharsets.UTF_8).length <= 255;
    }

    /** Whether it came with a user and a password. */
    public boolean hasLogin() {
        return login.isPresent();
    }

    /**
     * The same proxy with a login that means nothing: Tor keeps connections with different ones on different circuits, a proxy that asks
     * for no login never hears it. With a login of its own, that stays.
     */
    public SocksProxy isolated(String user) {
        return login.isPresent() ? this : new SocksProxy(host, port, Optional.of(new String[] {user, "0"}));
    }

    /** {@code HOST:PORT}, without the login. */
    public String place() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Connects {@code socket} to {@code relay} through this proxy.
     *
     * @param silenceMillis how long connecting, or a silence of the proxy, may take
     * @throws ProxyException saying what was in the way
     */
    void connect(HeadSocket socket, RelayAddress relay, int silenceMillis) throws IOException {
        try {
            socket.connect(new InetSocketAddress(host, port), silenceMillis);
        } catch (IOException | IllegalArgumentException e) {
            throw new ProxyException(ProxyProblem.UNREACHABLE);
        }
        socket.setSoTimeout(silenceMillis);
        try {
            ask(new DataInputStream(socket.unrecorded()), socket.getOutputStream(), relay);
        } catch (EOFException e) {
            throw new ProxyException(ProxyProblem.NOT_SOCKS);
        } catch (SocketTimeoutException e) {
            throw new ProxyException(ProxyProblem.UNREACHABLE);
        }
        socket.setSoTimeout(0);
    }

    /** The words of RFC 1928 both ways; ends where the relay begins to speak. */
    void ask(DataInputStream in, OutputStream out, RelayAddress relay) throws IOException {
        out.write(login.isPresent() ? new byte[] {VERSION, 2, NO_LOGIN, LOGIN} : new byte[] {VERSION, 1, NO_LOGIN});
        if (in.readUnsignedByte() != VERSION) {
            throw new ProxyException(ProxyProblem.NOT_SOCKS);
        }
        int method = in.readUnsignedByte();
        if (method == LOGIN && login.isPresent()) {
            byte[] user = login.get()[0].getBytes(StandardCharsets.UTF_8);
            byte[] password = login.get()[1].getBytes(StandardCharsets.UTF_8);
            out.write(ByteBuffer.allocate(3 + user.length + password.length)
                    .put((byte) LOGIN_VERSION)
                    .put((byte) user.length)
                    .put(user)
                    .put((byte) password.length)
                    .put(password)
                    .array());
            in.readUnsignedByte();
            if (in.readUnsignedByte() != 0) {
                throw new ProxyException(ProxyProblem.LOGIN);
            }
        } else if (method != NO_LOGIN) {
            throw new ProxyException(ProxyProblem.LOGIN);
        }
        byte[] target = target(relay.host());
        out.write(ByteBuffer.allocate(3 + target.length + 2)
                .put((byte) VERSION)
                .put((byte) CONNECT)
                .put((byte) 0)
                .put(target)
                .putShort((short) relay.port())
                .array());
        if (in.readUnsignedByte() != VERSION) {
            throw new ProxyException(ProxyProblem.NOT_SOCKS);
        }
        int reply = in.readUnsignedByte();
        if (reply != 0) {
            throw new ProxyException(ProxyProblem.of(reply));
        }
        in.readUnsignedByte();
        skipBound(in);
    }

    /** Address type and address: a name as a name. */
    private static byte[] target(String relay) throws ProxyException {
        boolean isIpv4 = relay.matches("[0-9]+(\\.[0-9]+){3}");
        if (!isIpv4 && relay.indexOf(':') < 0) {
            byte[] name = relay.getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(2 + name.length)
                    .put((byte) NAME)
                    .put((byte) name.length)
                    .put(name)
                    .array();
        }
        try {
            // What is an address by its spelling is never looked up.
            byte[] address = InetAddress.getByName(isIpv4 ? relay : "[" + relay.replaceAll("%.*", "") + "]")
                    .getAddress();
            return ByteBuffer.allocate(1 + address.length)
                    .put((byte) (address.length == 4 ? IPV4 : IPV6))
                    .put(address)
                    .array();
        } catch (UnknownHostException e) {
            throw new ProxyException(ProxyProblem.UNABLE);
        }
    }

    /** The address from which the proxy connects is nobody's business. */
    private static void skipBound(DataInputStream in) throws IOException {
        int length = switch (in.readUnsignedByte()) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> in.readUnsignedByte();
            default -> throw new ProxyException(ProxyProblem.NOT_SOCKS);
        };
        in.readFully(new byte[length + 2]);
    }

    @Override
    public String toString() {
        return "socks5://" + place();
    }
}
