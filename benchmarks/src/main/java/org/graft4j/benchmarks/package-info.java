/**
 * Measurements with JMH: one class, one question, and a peer as the baseline in the same run.
 *
 * <p>Build once, then run any class by its name:
 *
 * <pre>
 * mvn -B -q -DskipTests -pl benchmarks -am package dependency:copy-dependencies -DincludeScope=runtime
 * java -cp 'benchmarks/target/classes:benchmarks/target/dependency/*' org.openjdk.jmh.Main TrunkForward
 * </pre>
 *
 * <p>The numbers hold for the machine they were measured on; {@code graft4j info} names it.
 */
@NullMarked
package org.graft4j.benchmarks;

import org.jspecify.annotations.NullMarked;
