# How each origin is compiled: one function an origin, in the words of recompile.sh. Paths are relative to the source's folder.

recipe_order() { # the origins in the order of this file
  sed -n 's/^origin_\([^(]*\)().*/\1/p' "$lab/set/recipes.sh"
}

origin_zlib() {
  from zlib
  files '*.c'
  flags -DHAVE_UNISTD_H -D_LARGEFILE64_SOURCE=1
}

origin_bzip2() {
  from bzip2
  files blocksort.c huffman.c crctable.c randtable.c compress.c decompress.c bzlib.c
}

origin_cjson() {
  from cjson
  files cJSON.c cJSON_Utils.c
}

origin_expat() {
  from expat expat/lib
  files xmlparse.c xmlrole.c xmltok.c
  flags -DHAVE_MEMMOVE -DXML_NS -DXML_DTD -DXML_GE=1 -DXML_CONTEXT_BYTES=1024 -DXML_POOR_ENTROPY -DPACKAGE_VERSION='"2"' -DBYTEORDER=1234
  once ': > expat_config.h; : > ../expat_config.h'
}

origin_xxhash() {
  from xxhash
  files xxhash.c
}

origin_http-parser() {
  from http-parser
  files http_parser.c
}

origin_ogg() {
  from libogg
  files src/framing.c src/bitwise.c
  flags -Iinclude
  once 'printf "#include <stdint.h>\ntypedef int16_t ogg_int16_t; typedef uint16_t ogg_uint16_t; typedef int32_t ogg_int32_t; typedef uint32_t ogg_uint32_t; typedef int64_t ogg_int64_t; typedef uint64_t ogg_uint64_t;\n" >include/ogg/config_types.h'
}

origin_jbigkit() {
  from jbigkit libjbig
  files jbig.c jbig_ar.c
}

origin_libyaml() {
  from libyaml
  files 'src/*.c'
  flags -Iinclude -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING='"0.2.5"' -DYAML_DECLARE_EXPORT
}

origin_yajl() {
  from yajl src
  files '*.c'
  flags -I../include
  once 'mkdir -p ../include/yajl; cp api/*.h ../include/yajl/; sed -E "s/\\$\\{YAJL_MAJOR\\}/2/; s/\\$\\{YAJL_MINOR\\}/1/; s/\\$\\{YAJL_MICRO\\}/0/" api/yajl_version.h.cmake >../include/yajl/yajl_version.h'
}

origin_hiredis() {
  from hiredis
  files alloc.c async.c hiredis.c net.c read.c sds.c
  posix
}

origin_jansson() {
  from jansson src
  files '*.c'
  flags -DHAVE_UNISTD_H -DHAVE_STDINT_H -DHAVE_SYS_TYPES_H -DHAVE_FCNTL_H -DHAVE_GETTIMEOFDAY -DHAVE_SYS_TIME_H -DUSE_URANDOM -DINITIAL_HASHTABLE_ORDER=3
  once 'sed -E "s/@json_inline@/inline/; s/@json_[a-z_]*@/1/" jansson_config.h.in >jansson_config.h; : >jansson_private_config.h'
}

origin_libmodbus() {
  from libmodbus src
  files '*.c'
  flags -DHAVE_STRLCPY=0 -DHAVE_DECL_TIOCSRS485=0 -DHAVE_DECL_TIOCM_RTS=1
  once 'sed -E "s/@LIBMODBUS_VERSION_MAJOR@/3/; s/@LIBMODBUS_VERSION_MINOR@/1/; s/@LIBMODBUS_VERSION_MICRO@/6/; s/@LIBMODBUS_VERSION@/3.1.6/" modbus-version.h.in >modbus-version.h; : >config.h'
  posix
}

origin_protobuf-c() {
  from protobuf-c
  files protobuf-c/protobuf-c.c
  flags -DPACKAGE_VERSION='"1"'
}

origin_libgsm() {
  from libgsm
  files 'src/*.c'
  except src/toast.c src/toast_audio.c src/toast_lin.c src/toast_alaw.c src/toast_ulaw.c src/gsm_create_main.c
  flags -Iinc -DSASR -DWAV49 -DNeedFunctionPrototypes=1 -DUSE_FLOAT_MUL -DFAST
}

origin_lmdb() {
  from lmdb libraries/liblmdb
  files mdb.c midl.c
}

origin_mxml() {
  from mxml
  files 'mxml-*.c'
  flags -DHAVE_SNPRINTF -DHAVE_VSNPRINTF -DHAVE_VASPRINTF -DHAVE_STRDUP -DMXML_VERSION='"Mini-XML v3.3.1"' -DHAVE_PTHREAD_H
  once ': >config.h'
  posix
}

origin_zopfli() {
  from zopfli src/zopfli
  files '*.c'
  except zopfli_bin.c
}

origin_giflib() {
  from giflib
  files '*lib*.c' gif_err.c gif_hash.c gif_font.c quantize.c openbsd-reallocarray.c
  posix
}

origin_lz4() {
  from lz4 lib
  files '*.c'
}

origin_libsamplerate() {
  from libsamplerate
  files 'src/*.c'
  flags -Iinclude -DPACKAGE='"libsamplerate"' -DVERSION='"0.2.2"' -DENABLE_SINC_BEST_CONVERTER -DENABLE_SINC_MEDIUM_CONVERTER -DENABLE_SINC_FAST_CONVERTER -DHAVE_STDBOOL_H -DHAVE_LRINT -DHAVE_LRINTF -DCPU_CLIPS_POSITIVE=0 -DCPU_CLIPS_NEGATIVE=0
  once ': >src/config.h'
}

origin_speexdsp() {
  from speexdsp
  files 'libspeexdsp/*.c'
  except 'libspeexdsp/test*.c' libspeexdsp/echo_diagnostic.c
  flags -Iinclude -DFLOATING_POINT -DUSE_SMALLFT -DEXPORT=
  once 'printf "#include <stdint.h>\ntypedef int16_t spx_int16_t; typedef uint16_t spx_uint16_t; typedef int32_t spx_int32_t; typedef uint32_t spx_uint32_t;\n" >include/speex/speexdsp_config_types.h'
}

origin_cmark() {
  from cmark src
  files '*.c'
  except main.c
  once 'printf "#include <stdbool.h>\n#define HAVE___BUILTIN_EXPECT\n#define CMARK_ATTRIBUTE(list) __attribute__ (list)\n#define CMARK_INLINE inline\n" >config.h; printf "#define CMARK_VERSION 0x001e02\n#define CMARK_VERSION_STRING \"0.30.2\"\n" >cmark_version.h; printf "#define CMARK_EXPORT\n#define CMARK_NO_EXPORT\n" >cmark_export.h'
}

origin_nghttp2() {
  from nghttp2 lib
  files '*.c'
  flags -Iincludes -DHAVE_ARPA_INET_H -DHAVE_NETINET_IN_H
  windows -UHAVE_ARPA_INET_H -UHAVE_NETINET_IN_H
  once 'sed "s/@PACKAGE_VERSION@/1.52.0/; s/@PACKAGE_VERSION_NUM@/0x013400/" includes/nghttp2/nghttp2ver.h.in >includes/nghttp2/nghttp2ver.h'
}
