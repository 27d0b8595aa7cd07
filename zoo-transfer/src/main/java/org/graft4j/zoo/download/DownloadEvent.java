package org.graft4j.zoo.download;

import java.net.URI;
import java.time.Duration;

/** What a {@link DownloadListener} is told; plain values, nothing to keep alive. */
public sealed interface DownloadEvent {

  /**
   * Another process or thread is at it: this one waits for the result.
   *
   * @param name of what is fetched
   */
  record Waiting(String name) implements DownloadEvent {}

  /**
   * A server answers with the file.
   *
   * @param url that was asked, before any redirect
   * @param from bytes that are there already, from an attempt before
   * @param total bytes in all, or the most that it can be
   */
  record Started(URI url, long from, long total) implements DownloadEvent {}

  /**
   * Bytes have come.
   *
   * @param done bytes that are there
   * @param total bytes in all, or the most that it can be
   */
  record Progress(long done, long total) implements DownloadEvent {}

  /**
   * An attempt failed, and the same address is asked again.
   *
   * @param url that was asked
   * @param reason what went wrong
   * @param pause until then
   */
  record Retrying(URI url, String reason, Duration pause) implements DownloadEvent {}

  /**
   * The file is there, whole and right.
   *
   * @param bytes its size
   * @param sha256 its digest, 64 hexadecimal digits
   */
  record Finished(long bytes, String sha256) implements DownloadEvent {}
}
