package org.graft4j.cli;

import org.graft4j.runtime.RuntimeInfo;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"graft4j " + RuntimeInfo.graft4jVersion()};
  }
}
