using System.Globalization;
using System.Text;
using Vitrine.Origin;

// Debian 12 with libc6-dev, gcc, g++ and gcc-mingw-w64-x86-64-win32.
string[] runtimes =
[
    "/lib/x86_64-linux-gnu/libc.so.6", "/lib/x86_64-linux-gnu/libm.so.6", "/lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/libgcc_s.so.1",
    "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libc.a", "/usr/lib/x86_64-linux-gnu/libm-2.36.a",
    .. Files("/usr/lib/x86_64-linux-gnu", "*crt*.o"),
    .. Files("/usr/lib/gcc/x86_64-linux-gnu/12", "crt*.o"),
    .. Named("/usr/lib/gcc/x86_64-linux-gnu/12", "libgcc.a", "libgcc_eh.a", "libstdc++.a", "libsupc++.a", "libssp_nonshared.a", "libgcov.a"),
    .. Files("/usr/lib/gcc/x86_64-w64-mingw32/12-win32", "crt*.o"),
    .. Named("/usr/lib/gcc/x86_64-w64-mingw32/12-win32", "libgcc.a", "libgcc_eh.a", "libgcc_s_seh-1.dll", "libssp.a", "libssp-0.dll"),
    .. Named("/usr/x86_64-w64-mingw32/lib", "libmingw32.a", "libmingwex.a", "crt2.o", "dllcrt2.o"),
];

var keys = new SortedSet<uint>();
foreach (var path in runtimes.Where(File.Exists))
{
    var before = keys.Count;
    foreach (var member in Members(File.ReadAllBytes(path)))
    {
        // What is not linked yet lies where it will not lie: of COFF objects only strings count, and of libgcc no decimal tables.
        var read = FeatureReader.Read(path, member, CancellationToken.None);
        foreach (var sighting in read.Sightings.Where(s => s.Kind != FeatureClass.Table || !path.EndsWith(".a", StringComparison.Ordinal)).Where(s => read.Format != "bytes" || s.Kind == FeatureClass.Text))
        {
            keys.Add(StopSet.Key(sighting.Feature));
        }
    }

    Console.WriteLine($"{keys.Count - before,8:N0}  {path}");
}

var runtimeKeys = keys.Count;
foreach (var line in Files("/usr/share/common-licenses", "*").SelectMany(File.ReadLines))
{
    // As a string literal would hold it: what stands in data, ended by a zero.
    foreach (var sighting in FeatureReader.Read("licence", Encoding.UTF8.GetBytes("\0\u0001\u0002\u0003" + line.Trim() + "\0"), CancellationToken.None).Sightings)
    {
        keys.Add(StopSet.Key(sighting.Feature));
    }
}

Console.WriteLine($"{keys.Count - runtimeKeys,8:N0}  licences");
using var stream = File.Create(args[0]);
using var writer = new BinaryWriter(stream);
foreach (var key in keys)
{
    writer.Write(key);
}

Console.WriteLine($"{keys.Count,8:N0}  in all, {4 * keys.Count:N0} bytes: {args[0]}");
return 0;

static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];

static IEnumerable<string> Named(string folder, params string[] names) => names.Select(name => Path.Combine(folder, name));

// A file, or the members of an ar archive: headers of 60 bytes, the size in ten decimal digits from the 48th on, members at even places.
static IEnumerable<ReadOnlyMemory<byte>> Members(byte[] bytes)
{
    if (!bytes.AsSpan().StartsWith("!<arch>\n"u8))
    {
        yield return bytes;
        yield break;
    }

    for (var at = 8; at + 60 <= bytes.Length;)
    {
        var size = int.Parse(Encoding.ASCII.GetString(bytes, at + 48, 10), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        if (bytes[at + 60] == 0x7f || (bytes[at + 60] == 0x64 && bytes[at + 61] == 0x86))
        {
            // An aligned copy: tables are looked for by their place.
            yield return bytes.AsSpan(at + 60, size).ToArray();
        }

        at += 60 + size + (size & 1);
    }
}
