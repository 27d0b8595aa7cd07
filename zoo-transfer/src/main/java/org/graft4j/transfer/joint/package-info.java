/**
 * Training on two sets of pictures at once: {@link org.graft4j.transfer.joint.JointTraining} keeps
 * a second head on the same trunk, which goes on learning a source task while the run's own head
 * learns the target's.
 */
@NullMarked
package org.graft4j.transfer.joint;

import org.jspecify.annotations.NullMarked;
