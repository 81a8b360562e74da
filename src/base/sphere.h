/** @file
 * Distance on the earth as a sphere of its mean radius.
 */
#ifndef MK_SPHERE_H
#define MK_SPHERE_H

/** Great-circle distance between two points in degrees, metres. */
double mk_sphere_metres(double lon1, double lat1, double lon2, double lat2);

#endif
