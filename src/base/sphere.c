#include "base/sphere.h"

#include <math.h>

#define EARTH_M 6371008.8 // mean radius, IUGG

// Haversine: exact for near points too.
double mk_sphere_metres(double lon1, double lat1, double lon2, double lat2)
{
    const double rad = 3.14159265358979323846 / 180;
    const double a = sin((lat2 - lat1) * rad / 2);
    const double b = sin((lon2 - lon1) * rad / 2);
    const double h = a * a + cos(lat1 * rad) * cos(lat2 * rad) * b * b;
    return 2 * EARTH_M * asin(sqrt(h < 1 ? h : 1));
}
