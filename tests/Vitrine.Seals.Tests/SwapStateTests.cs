namespace Vitrine.Seals.Tests;

public sealed class SwapStateTests : IDisposable
{
    private const string Head = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", null)]
    [InlineData("/dev/dm-1                               partition\t999\t0\t-2\n", null)]
    [InlineData("/dev/zram0                              partition\t999\t0\t100\n", null)]
    [InlineData("/dev/zram1                              partition\t999\t0\t100\n", "/dev/zram1")]
    [InlineData("/dev/dm-0                               partition\t999\t0\t-2\n", "/dev/dm-0")]
    [InlineData("/dev/sda2                               partition\t999\t0\t-2\n/dev/dm-1  partition\t9\t0\t-2\n", "/dev/sda2")]
    [InlineData("/swapfile                               file\t\t999\t0\t-2\n", "/swapfile")]
    public void Warning_OfWhatIsOn_NamesWhatIsNotEncrypted(string swaps, string? named)
    {
        _folder.Write("swaps", Head + swaps).Write("sys/block/dm-1/dm/uuid", "CRYPT-PLAIN-swap\n").Write("sys/block/dm-0/dm/uuid", "LVM-x\n").Write("sys/block/zram1/backing_dev", "/dev/loop0\n");

        var warning = SwapState.Warning(_folder["swaps"], _folder["sys"]);

        Assert.Equal(named is null, warning is null);
        Assert.Contains(named ?? "", warning ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("dm-1", warning ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Warning_WhatCannotBeRead_IsSaid() => Assert.NotNull(SwapState.Warning(_folder["nothing"], _folder["sys"]));
}
