/// <summary>Names such as lists have: given names that thousands share, family names, companies; a tenth in Cyrillic; a twentieth of frequent words alone.</summary>
internal sealed class Names(int seed)
{
    private static readonly string[] Given = ["Mohammed", "Ali", "Ahmed", "Ivan", "Sergei", "Alexander", "Maria", "Wei", "Jun", "Kim", "Abdul", "Hassan", "Fatima", "Elena", "Dmitry", "Jose", "Carlos", "Anna", "Yusuf", "Omar"];
    private static readonly string[] Does = ["Trading", "Group", "International", "Technologies", "Shipping", "Bank", "Holding", "Energy", "Industries", "Systems"];
    private static readonly string[] Forms = ["LLC", "Ltd", "GmbH", "JSC", "S.A.", "Co., Ltd."];
    private static readonly string[] Syllables = ["ka", "ro", "vi", "sta", "mel", "dor", "an", "tek", "ul", "gri", "po", "shi", "zan", "ber", "lo", "nik", "sar", "tu", "ve", "mar", "hal", "kov", "in", "es", "tor"];
    private readonly Random _random = new(seed);

    /// <summary>The words that a large share of all names have.</summary>
    public static string[] Frequent { get; } = [.. Given, .. Does];

    public string Next()
    {
        var name = _random.Next(20) switch
        {
            0 => string.Join(' ', _random.GetItems(Given, _random.Next(2, 6))),
            < 10 => $"{Pick(Given)} {Word(2, 4)} {(_random.Next(2) == 0 ? Word(2, 4) : "")}".Trim(),
            _ => $"{Word(2, 4)} {Pick(Does)} {Pick(Forms)}",
        };
        return _random.Next(10) == 0 ? Cyrillic(name) : name;
    }

    public string Alias(string name) => _random.Next(3) == 0 ? $"{name.Split(' ')[0]} {Word(2, 3)}; {Cyrillic(Word(2, 4))}" : "";

    public string Nobody() => $"{Word(4, 6)} {Word(4, 6)}";

    private string Word(int least, int most)
    {
        var word = string.Concat(Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => Pick(Syllables)));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private static string Cyrillic(string latin)
    {
        const string from = "abcdefghijklmnopqrstuvwxyz", to = "абкдефгхийклмнопкрстувшкиз";
        return string.Concat(latin.ToLowerInvariant().Select(c => from.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? to[at] : c));
    }
}
