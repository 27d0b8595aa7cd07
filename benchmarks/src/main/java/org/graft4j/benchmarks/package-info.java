/**
 * Measurements: one class, one question, and a peer in the same run.
 *
 * <p>{@link org.graft4j.benchmarks.Bench} is {@code ./graft4j bench}: a short set that lets ours
 * and a peer take turns in a process of their own, and prints the ratios. The classes with JMH's
 * annotations ask the same questions in more detail; {@code ./graft4j bench --full} runs them all,
 * and each alone runs by its name, on what {@code ./graft4j bench --only nothing} has built:
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main TrunkForward
 * </pre>
 *
 * <p>What is timed is behind small interfaces ({@link org.graft4j.benchmarks.ForwardPass}, {@link
 * org.graft4j.benchmarks.StepPass} and so on) with one implementation for each engine, so that both
 * ways of measuring measure the same. An engine that gives other numbers than ours is refused
 * before it is timed. docs/benchmarks/README.md says what each answers.
 */
@NullMarked
package org.graft4j.benchmarks;

import org.jspecify.annotations.NullMarked;
