package org.graft4j.zoo.download;

/** Is told how a download goes, on the thread that downloads: to be quick about it. */
@FunctionalInterface
public interface DownloadListener {

  /** Listens to nothing. */
  DownloadListener SILENT = event -> {};

  /** Takes notice of an event; an exception thrown here ends the download. */
  void onEvent(DownloadEvent event);
}
