using Vitrine.Seals;

namespace Vitrine.Lab;

/// <summary>One query of some class, as we and the peers are asked it; with a glob only in its paths.</summary>
internal sealed record Question(string Class, string Pattern, bool Regex = false, bool Fold = false, bool Word = false, string? Glob = null)
{
    public SearchQuery Query => new() { Pattern = Pattern, IsRegex = Regex, IgnoreCase = Fold, WholeWord = Word, Paths = Glob is null ? [] : ["/" + Glob], Budget = TimeSpan.FromMinutes(5) };

    /// <summary>Whether three bytes in a row must stand in every line that matches.</summary>
    public bool HasTrigram => Class is not ("two characters" or "regex without a trigram") && Pattern != "\\}\\s*;\\s*$";

    /// <summary>What ripgrep is asked: every line with its number.</summary>
    public string[] Ripgrep =>
    [
        "rg", "-uu", "-a", "-n", "--no-config", "--no-heading", .. Regex ? Array.Empty<string>() : ["-F"], .. Fold ? ["-i"] : Array.Empty<string>(), .. Word ? ["-w"] : Array.Empty<string>(),
        .. Glob is { } glob ? ["-g", "/" + glob] : Array.Empty<string>(), "-e", Pattern, ".",
    ];

    public string Shown => $"{(Fold ? "-i " : "")}{(Word ? "-w " : "")}{(Regex ? "/" + Pattern + "/" : Pattern)}{(Glob is null ? "" : " in " + Glob)}";
}

/// <summary>Queries of every class that people ask of source code.</summary>
internal static class Queries
{
    public static readonly Question[] All =
    [
        new("rare literal", "mtk_ovl_adaptor"), new("rare literal", "rcu_nocb_flush_deferred_wakeup"), new("rare literal", "Copyright (C) 1996"), new("rare literal", "xfs_trans_ail_copy_lsn"),
        new("rare literal", "Trond Myklebust"), new("rare literal", "iwl_mvm_rx_umac_scan_complete"),
        new("common literal", "kfree("), new("common literal", "EXPORT_SYMBOL_GPL"), new("common literal", "mutex_lock"), new("common literal", "return -EINVAL;"), new("common literal", "dev_err("), new("common literal", "unlikely("),
        new("literal, ignoring case", "todo:", Fold: true), new("literal, ignoring case", "spectre", Fold: true), new("literal, ignoring case", "backdoor", Fold: true), new("literal, ignoring case", "sha256", Fold: true),
        new("literal, ignoring case", "password", Fold: true), new("literal, ignoring case", "linus torvalds", Fold: true),
        new("anchored regex", "^static int .*_probe\\(struct platform_device", Regex: true), new("anchored regex", "^#define CONFIG_", Regex: true), new("anchored regex", "^\\s*goto out_free;$", Regex: true),
        new("anchored regex", "^MODULE_LICENSE\\(\"GPL v2\"\\);$", Regex: true), new("anchored regex", "^EXPORT_SYMBOL\\(kmem", Regex: true), new("anchored regex", "\\}\\s*;\\s*$", Regex: true),
        new("alternation", "kmalloc|kzalloc|vmalloc", Regex: true), new("alternation", "(strcpy|strcat|sprintf)\\(", Regex: true), new("alternation", "spin_lock_irqsave|spin_unlock_irqrestore", Regex: true),
        new("alternation", "FIXME|XXX|HACK", Regex: true), new("alternation", "copy_(from|to)_user", Regex: true), new("alternation", "big_endian|little_endian", Regex: true),
        new("regex without a trigram", "[0-9]{9,}", Regex: true), new("regex without a trigram", "\\w+\\s*=\\s*\\w+\\s*\\?\\s*\\w+\\s*:\\s*\\w+;", Regex: true), new("regex without a trigram", "[A-Z]{18,}", Regex: true),
        new("regex without a trigram", "\\b[a-z]{22,}\\b", Regex: true), new("regex without a trigram", "[^\\x00-\\x7f]{6}", Regex: true), new("regex without a trigram", "^.{200,}$", Regex: true),
        new("no match, common trigrams", "return the struct int"), new("no match, common trigrams", "static_void_return"), new("no match, common trigrams", "include_define_ifdef"), new("no match, common trigrams", "mutex_lock_kfree_dev"),
        new("no match, common trigrams", "the function of the device the"),
        new("very common", "return"), new("very common", "int "), new("very common", "struct"), new("very common", "the"), new("very common", "#define"),
        new("whole word", "list", Word: true), new("whole word", "init", Word: true), new("whole word", "buf", Word: true), new("whole word", "kref", Word: true), new("whole word", "unlock", Word: true),
        new("phrase with spaces", "struct device *dev"), new("phrase with spaces", "if (ret < 0)"), new("phrase with spaces", "This program is free software"), new("phrase with spaces", "GNU General Public License"), new("phrase with spaces", "for (i = 0; i < "),
        new("path filter", "spin_lock", Glob: "fs/**"), new("path filter", "EXPORT_SYMBOL", Glob: "net/**"), new("path filter", "u64", Glob: "**/*.h"), new("path filter", "kfree", Glob: "drivers/usb/**"), new("path filter", "TODO", Glob: "Documentation/**"),
        new("two characters", "->"), new("two characters", "zx"), new("two characters", "QQ"), new("two characters", "%p"),
        new("regex with a literal", "struct \\w+_operations \\w+ = \\{", Regex: true), new("regex with a literal", "pr_(err|warn)\\(\"[^\"]*%s", Regex: true), new("regex with a literal", "0x[0-9a-f]{16}ULL", Regex: true),
        new("regex with a literal", "memcpy\\([^,]+, [^,]+, sizeof\\(\\*", Regex: true), new("regex, ignoring case", "error|warning: .*failed$", Regex: true, Fold: true), new("regex, ignoring case", "cve-\\d{4}-\\d+", Regex: true, Fold: true),
    ];
}
