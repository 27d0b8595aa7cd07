package org.graft4j.eval.diagnose;

/** What an interval of the gain lets one say. */
public enum GainVerdict {
  /** All of the interval is above 0: the pretrained weights help. */
  POSITIVE,
  /** All of it is below 0: they harm, which is called negative transfer. */
  NEGATIVE,
  /** It holds 0: neither is shown. That is no proof that there is no gain. */
  NOT_SHOWN
}
