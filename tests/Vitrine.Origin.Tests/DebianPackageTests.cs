namespace Vitrine.Origin.Tests;

/// <summary>
/// Libraries of Debian packages that git, chromium and .NET need, so that they are wherever <c>./test</c> ran: another release than what was learned,
/// and so another version and another compiler. Each answer was checked by hand: the product is what the package's copyright file names.
/// </summary>
public sealed class DebianPackageTests
{
    public static TheoryData<string, string> Libraries => new()
    {
        { "libz.so.1", "zlib" },
        { "libexpat.so.1", "expat" },
        { "libpcre2-8.so.0", "pcre2" },
        { "libcurl-gnutls.so.4", "curl" },
        { "libharfbuzz.so.0", "harfbuzz" },
        { "libfreetype.so.6", "freetype" },
        { "libfontconfig.so.1", "fontconfig" },
        { "liblcms2.so.2", "lcms2" },
        { "libjpeg.so.62", "libjpeg-turbo" },
        { "libcrypto.so.3", "openssl" },
        { "libbrotlienc.so.1", "brotli" },
        { "libzstd.so.1", "zstd" },
        { "libgnutls.so.30", "gnutls" },
    };

    /// <summary>Of packages that are there as well, and whose origins the corpus does not know.</summary>
    public static TheoryData<string> OtherLibraries => ["libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libX11.so.6", "libglib-2.0.so.0", "libnss3.so", "libpango-1.0.so.0", "libselinux.so.1", "libcap.so.2"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Identify_ALibraryUnderAnotherName_IsItsProject(string library, string product)
    {
        var found = Scene.Trixie.Identify(Scene.Read(Scene.Library(library)), CancellationToken.None);
        Assert.Equal(IdentificationStatus.Identified, found.Status);
        Assert.Equal(product, Assert.Single(found.Matches).Product);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Identify_TheSameWithoutNamesAndSections_IsStillItsProject(string library, string product)
    {
        var bare = Scene.Bare(File.ReadAllBytes(Scene.Library(library)));
        var found = Scene.Trixie.Identify(FeatureReader.Read("a", bare, CancellationToken.None), CancellationToken.None);
        Assert.Equal(product, found.Matches.Select(match => match.Product).FirstOrDefault());
    }

    [Theory]
    [MemberData(nameof(OtherLibraries))]
    public void Identify_ALibraryThatWasNotLearned_IsUnknown(string library)
    {
        var found = Scene.Trixie.Identify(Scene.Read(Scene.Library(library)), CancellationToken.None);
        Assert.Equal(IdentificationStatus.Unknown, found.Status);
        Assert.Empty(found.Matches);
        Assert.NotNull(found.Reason);
    }

    [Fact]
    public void Identify_Evidence_IsInTheFileWhereItSays()
    {
        var bytes = File.ReadAllBytes(Scene.Library("libz.so.1"));
        var match = Scene.Trixie.Identify(FeatureReader.Read("z", bytes, CancellationToken.None), CancellationToken.None).Matches.Single();
        var texts = match.Evidence.Where(one => one.Kind == FeatureClass.Text).ToList();
        Assert.NotEmpty(texts);
        Assert.All(texts, one => Assert.Equal(one.Seen.TrimEnd('…'), System.Text.Encoding.Latin1.GetString(bytes, (int)one.Offset, one.Seen.TrimEnd('…').Length)));
        Assert.True(match.Independent.Length >= OriginLists.FewestGroups);
    }
}
