using System.Text;
using System.Text.Json;

namespace Vitrine.Seals.Tests;

public sealed class InventoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Take_Cryptography_NamesAlgorithmsLibrariesAndOwnImplementations()
    {
        using var seal = await Sealing.OpenAsync(
            _folder,
            ("src/a.c", "#include <openssl/evp.h>\nEVP_aes_256_gcm();\nEVP_sha512();\nMD5_Init(&c);\n"u8.ToArray()),
            ("src/A.java", "import javax.crypto.Cipher;\nCipher.getInstance(\"AES/CBC/PKCS5Padding\");\nKeyPairGenerator.getInstance(\"RSA\");\n"u8.ToArray()),
            ("src/sbox.c", "static const u8 s[] = { 0x63, 0x7c, 0x77, 0x7b };\n"u8.ToArray()),
            ("src/t.go", "cfg := &tls.Config{}\n"u8.ToArray()),
            ("src/words.c", "names(); universal(); describe(); /* uses aes */\n// md5 of it\n"u8.ToArray()),
            ("README.md", "It uses Twofish.\n"u8.ToArray()),
            ("tests/t.c", "blowfish_encrypt(x);\n"u8.ToArray()));

        var assets = CryptoInventory.Take(seal.Whole, null, CancellationToken.None);

        Assert.Equal(
            ["AES", "AES-256-GCM", "AES-CBC", "MD5", "RSA", "SHA-2-512", "Java Cryptography Extension", "OpenSSL", "TLS"],
            assets.Select(asset => asset.Name));
        Assert.True(assets[0].IsOwn);
        Assert.Equal(new InventoryPlace("src/sbox.c", 1), Assert.Single(assets[0].Places));
        Assert.Equal(new InventoryPlace("src/a.c", 2), Assert.Single(assets[1].Places));
        Assert.All(assets, asset => Assert.True(asset.Export.Question.EndsWith('?') && asset.Export.Reason.Contains("Category 5 Part 2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Write_Cbom_HasCycloneDxsShapeAndIsTheSameTwice()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/a.c", "#include <openssl/evp.h>\nEVP_aes_256_gcm();\naes_xts_encrypt();\nSSL_new(tls13);\n"u8.ToArray()));
        var assets = CryptoInventory.Take(seal.Whole, null, CancellationToken.None);

        var written = Cbom.Write(assets, seal.Root, "1.2.3");

        Assert.Equal(written, Cbom.Write(assets, seal.Root, "1.2.3"));
        using var document = JsonDocument.Parse(written);
        var json = document.RootElement;
        Assert.Equal(("CycloneDX", "1.6"), (json.GetProperty("bomFormat").GetString(), json.GetProperty("specVersion").GetString()));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", json.GetProperty("serialNumber").GetString());
        var components = json.GetProperty("components").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!);
        var gcm = components["AES-256-GCM"].GetProperty("cryptoProperties").GetProperty("algorithmProperties");
        Assert.Equal(("ae", "gcm", "256"), (gcm.GetProperty("primitive").GetString(), gcm.GetProperty("mode").GetString(), gcm.GetProperty("parameterSetIdentifier").GetString()));
        Assert.Equal("other", components["AES-XTS"].GetProperty("cryptoProperties").GetProperty("algorithmProperties").GetProperty("mode").GetString());
        Assert.Equal("tls", components["TLS"].GetProperty("cryptoProperties").GetProperty("protocolProperties").GetProperty("type").GetString());
        Assert.Equal("library", components["OpenSSL"].GetProperty("type").GetString());
        Assert.Equal(2, components["AES-256-GCM"].GetProperty("evidence").GetProperty("occurrences")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Take_Licences_ReadsIdentifiersAndTextsAndAsksWhereTheyMeet()
    {
        const string Mit = "/*\n * Permission is hereby granted, free of charge, to any person obtaining\n * a copy of this software and associated documentation files (the \"Software\") …\n"
            + " * The above copyright notice and this\n * permission notice shall be included in all copies\n */\n";
        using var seal = await Sealing.OpenAsync(
            _folder,
            ("a.c", "// SPDX-License-Identifier: GPL-2.0-only\nint a;\n"u8.ToArray()),
            ("b.c", "/* SPDX-License-Identifier: Apache-2.0 OR MIT */\n"u8.ToArray()),
            ("c.c", Encoding.UTF8.GetBytes(Mit)),
            ("d.py", "# Licensed under the Apache License,\n#   Version 2.0 (the \"License\");\n"u8.ToArray()),
            ("e.c", "int e; /* no licence here */\n"u8.ToArray()),
            ("f.c", "/* redistributions of this text are welcome */\n"u8.ToArray()));

        var list = LicenceInventory.Take(seal.Whole, null, CancellationToken.None);

        Assert.Equal(
            [("Apache-2.0", 0, 1), ("Apache-2.0 OR MIT", 1, 0), ("GPL-2.0-only", 1, 0), ("MIT", 0, 1)], list.Licences.Select(entry => (entry.Licence, entry.Stated, entry.Texts)));
        Assert.Equal((6, 2), (list.Files, list.Without));
        Assert.Equal(["GPL-2.0-only", "Apache-2.0"], Assert.Single(list.Questions).Licences.ToArray());
        using var json = JsonDocument.Parse(list.Json());
        Assert.Equal(4, json.RootElement.GetProperty("licences").GetArrayLength());
    }

    [Theory]
    [InlineData("BSD-2-Clause", "Redistribution and use in source and binary forms, with or without\nmodification, are permitted provided that")]
    [InlineData("BSD-3-Clause", "Redistribution and use in source and binary forms, with or without modification, are permitted … may be used to endorse or promote products derived\n# from this software without specific prior written permission")]
    [InlineData("GPL-2.0-or-later", "terms of the GNU General Public License as published by the Free Software Foundation; either version 2 of the License, or\n(at your option) any later version.")]
    [InlineData("Zlib", "This software is provided 'as-is', without any express or implied warranty. … Altered source versions must be plainly marked as such")]
    [InlineData("ISC", "Permission to use, copy, modify, and/or distribute this software for any\npurpose with or without fee is hereby granted")]
    [InlineData("LicenseRef-proprietary", "All rights reserved. Proprietary and confidential.")]
    public async Task Take_KnownText_IsRecognised(string id, string text)
    {
        using var seal = await Sealing.OpenAsync(_folder, ("LICENSE", Encoding.UTF8.GetBytes(text)), ("NOTES", "the permission of the owner, without warranty"u8.ToArray()));

        Assert.Equal(id, Assert.Single(LicenceInventory.Take(seal.Whole, null, CancellationToken.None).Licences).Licence);
    }

    [Fact]
    public async Task Compare_ReleaseWithItsRepository_RanksWhatTheArchiveAloneHas()
    {
        var sample = (byte[])[1, 0, 2];
        using var release = await Sealing.OpenAsync(
            _folder,
            ("x-1.0/configure", "#!/bin/sh\n"u8.ToArray()), ("x-1.0/m4/build-to-host.m4", "eval\n"u8.ToArray()), ("x-1.0/src/a.c", "changed\n"u8.ToArray()), ("x-1.0/src/b.c", "same\n"u8.ToArray()),
            ("x-1.0/tests/bad.xz", sample), ("x-1.0/src/gen.c", "made\n"u8.ToArray()), ("x-1.0/po/de.po", "msg\n"u8.ToArray()));
        using var other = new TempFolder();
        using var repository = await Sealing.OpenAsync(other, ("src/a.c", "was\n"u8.ToArray()), ("src/b.c", "same\n"u8.ToArray()), (".gitignore", "x\n"u8.ToArray()));

        var found = ReleaseComparison.Compare(release.Whole, repository.Whole);

        Assert.Equal(
            [
                ("x-1.0/m4/build-to-host.m4", ReleaseDifferenceKind.Added, ScreeningSeverity.High), ("x-1.0/src/a.c", ReleaseDifferenceKind.Changed, ScreeningSeverity.High), ("x-1.0/tests/bad.xz", ReleaseDifferenceKind.Added, ScreeningSeverity.High),
                ("x-1.0/src/gen.c", ReleaseDifferenceKind.Added, ScreeningSeverity.Medium), ("x-1.0/configure", ReleaseDifferenceKind.Added, ScreeningSeverity.Low), ("x-1.0/po/de.po", ReleaseDifferenceKind.Added, ScreeningSeverity.Low),
            ],
            found.Differences.Select(one => (one.Path, one.Kind, one.Severity)));
        Assert.Equal((1, 1, "x-1.0/"), (found.Same, found.Missing, found.Top));
        Assert.Contains("autotools", found.Differences[4].Reason, StringComparison.Ordinal);
        Assert.Empty(ReleaseComparison.Compare(repository.Whole, repository.Whole).Differences);
    }
}
