/** What all fuzz targets share: inputs kept, and how they are played again. */
package dev.workerpool.fuzz;
