namespace Vitrine.Seals;

/// <summary>One member of a tar archive while the archive is read; names are bytes.</summary>
/// <param name="Number">Its place among the members, from 0.</param>
/// <param name="Type">The header's type: <c>0</c> file, <c>1</c> hard link, <c>2</c> symbolic link, <c>3</c>, <c>4</c> and <c>6</c> devices and pipes, <c>5</c> folder.</param>
/// <param name="Name">As it stands there.</param>
/// <param name="Link">What a link points to.</param>
/// <param name="Mode">The mode's lowest twelve bits.</param>
/// <param name="Content">To be read, if at all, before the next member is asked for.</param>
/// <param name="Size">Bytes of content.</param>
internal sealed record TarMember(int Number, char Type, byte[] Name, byte[] Link, int Mode, Stream Content, long Size);
