/* Strings of other people's making, as JSON. */
#include "netwatch.h"

void json_string(const char *text) {
  putchar('"');
  for (const unsigned char *byte = (const unsigned char *)text; *byte; byte++) {
    if (*byte == '"' || *byte == '\\')
      printf("\\%c", *byte);
    else if (*byte < 0x20 || *byte == 0x7f)
      printf("\\u%04x", *byte);
    else
      putchar(*byte); /* UTF-8 passes; what is none is mended by whoever decodes it */
  }
  putchar('"');
}
