/**
 * What lies between the library and the backend that runs it: the generator's state, speed, checks
 * of the machine.
 */
@NullMarked
package org.graft4j.runtime;

import org.jspecify.annotations.NullMarked;
