# Writes set.tsv: path, origin, product, version, build, use; sourced by make.

# part_of NAME: tuning or test, by the name's digest alone, so that nobody chose.
part_of() {
  case $(printf 'vitrine %s' "$1" | sha256sum) in
    [0-7]*) printf tuning ;;
    *) printf test ;;
  esac
}

write_table() {
  local path origin version build use last held
  {
    printf 'path\torigin\tproduct\tversion\tbuild\tuse\n'
    cat_notes learn | while IFS=$'\t' read -r path origin version build; do
      printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$path" "$origin" "$origin" "$version" "$build" learn
    done
    cat_notes recompiled other | sort -t $'\t' -k 2,2 -k 4,4 -k 1,1 | while IFS=$'\t' read -r path origin version build; do
      [ "$origin" = "${last:-}" ] || case $origin in
        *+*) use=test ;;
        *) use=$(part_of "$origin") ;;
      esac
      last=$origin
      printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$path" "$origin" "$origin" "$version" "$build" "$use"
    done
    # Unrelated files have the origin '-'; a third of their packages is for tuning.
    mapfile -t held < <(rows held.tsv)
    cat_notes unrelated | while IFS=$'\t' read -r path origin version build; do
      [ "$origin" = "${last:-}" ] || case $(printf 'vitrine %s' "$origin" | sha256sum) in
        [0-4]*) use=tuning ;;
        *) use=unrelated ;;
      esac
      last=$origin
      ! is_held "$origin" "$(basename -- "$path")" || continue
      printf '%s\t-\t%s\t%s\t%s\t%s\n' "$path" "$origin" "$version" "$build" "$use"
    done
  } >set.tsv.new
  mv set.tsv.new set.tsv
  cat >README.md <<'END'
Made by `./lab origin`. set.tsv: path (relative to this folder), origin, product, version, build, use.
use is learn, tuning, test (origins are either tuning or test, by the digest of their name) or unrelated. Rows with the origin '-' hold none of
the learned origins: those with use tuning are to tune on, those with use unrelated are for the final measurement alone, as test is.
END
  cut -f 6 set.tsv | sort | uniq -c >&2
}

cat_notes() { # cat_notes FOLDER...
  { find "$@" -name '*.tsv' 2>/dev/null || true; } | sort | xargs -r cat
}

is_held() { # is_held PACKAGE FILE: it is known to hold a learned origin
  local row package pattern
  for row in "${held[@]}"; do
    IFS=$'\t' read -r package pattern _ <<<"$row"
    [ "$package" = "$1" ] && [[ $2 == $pattern ]] && return 0
  done
  return 1
}
