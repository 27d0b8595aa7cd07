package org.graft4j.zoo.download;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A web server on this machine that does what a test tells it, also what no server should. It
 * answers requests in the order in which behaviours were given, the last of them for ever.
 */
public final class OddServer implements Closeable {

  /** What it does with one request. */
  @FunctionalInterface
  public interface Behaviour {
    /** Writes headers and body; the connection is closed afterwards. */
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /** What was asked, with the names of headers in lower case. */
  public record Request(String path, Map<String, String> headers) {
    /** First byte that is asked for. */
    public int from() {
      String range = headers.getOrDefault("range", "bytes=0-");
      return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }
  }

  private final ServerSocket socket;
  private final BlockingQueue<Behaviour> behaviours = new LinkedBlockingQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Listens on a free port of the loopback device. */
  public OddServer(Behaviour... inTurn) throws IOException {
    behaviours.addAll(List.of(inTurn));
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "odd-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** An address on it. */
  public URI url(String path) {
    return URI.create("http://localhost:" + socket.getLocalPort() + path);
  }

  /** What was asked so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Sends all of the content, or the rest that is asked for. */
  public static Behaviour honest(byte[] content) {
    return (request, out) -> {
      int from = request.from();
      if (from > 0 && from >= content.length) {
        head(out, 416, "Content-Range: bytes */" + content.length);
        return;
      }
      if (from > 0) {
        head(
            out,
            206,
            "ETag: \"v1\"",
            "Content-Length: " + (content.length - from),
            "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
      } else {
        head(out, 200, "ETag: \"v1\"", "Content-Length: " + content.length);
      }
      out.write(content, from, content.length - from);
    };
  }

  /** Announces all of it, and breaks off after so many bytes. */
  public static Behaviour breakingOff(byte[] content, int after) {
    return (request, out) -> {
      head(out, 200, "ETag: \"v1\"", "Content-Length: " + content.length);
      out.write(content, 0, after);
    };
  }

  /** Answers with a status and nothing else. */
  public static Behaviour status(int status, String... headers) {
    return (request, out) -> head(out, status, headers);
  }

  /** Writes a status line and headers. */
  public static void head(OutputStream out, int status, String... headers) throws IOException {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    out.write(
        ("HTTP/1.1 " + status + " So\r\n" + lines + "Connection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        Behaviour behaviour = behaviours.size() > 1 ? behaviours.poll() : behaviours.peek();
        Thread thread = new Thread(() -> answer(connection, behaviour), "odd-answer");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket connection, Behaviour behaviour) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      if (line == null) {
        return;
      }
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String h = in.readLine(); h != null && !h.isEmpty(); h = in.readLine()) {
        headers.put(h.substring(0, h.indexOf(':')), h.substring(h.indexOf(':') + 1).strip());
      }
      Request request = new Request(line.split(" ", -1)[1], headers);
      requests.add(request);
      behaviour.answer(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException e) {
      // The client went away, which some tests want.
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
