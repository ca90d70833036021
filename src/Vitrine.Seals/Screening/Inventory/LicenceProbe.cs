using System.Text;

namespace Vitrine.Seals;

/// <summary>Notes licences: SPDX-License-Identifier lines, and well-known texts whatever their line breaks, comment signs and case. A note is "spdx|expression" or "text|identifier".</summary>
internal sealed class LicenceProbe : ScreeningRule
{
    private const int LongestExpression = 200;
    private const int MostOfCode = 8 * 1024;
    private const int MostOfDocument = 64 * 1024;

    // A text is told by sentences that all stand in it. The first that fits of each group speaks.
    private static readonly (string Id, string[] Sentences)[][] Texts =
    [
        [
            ("AGPL-3.0", ["gnu affero general public license"]),
        ],
        [
            ("LGPL-2.1-or-later", ["gnu lesser general public license", "version 2.1", "at your option) any later version"]), ("LGPL-3.0-or-later", ["gnu lesser general public license", "version 3", "at your option) any later version"]),
            ("LGPL-2.0-or-later", ["gnu library general public license", "at your option) any later version"]), ("LGPL-2.1", ["gnu lesser general public license"]), ("LGPL-2.0", ["gnu library general public license"]),
        ],
        [
            ("GPL-3.0-or-later", ["gnu general public license", "either version 3 of the license, or (at your option) any later version"]), ("GPL-2.0-or-later", ["gnu general public license", "either version 2 of the license, or (at your option) any later version"]),
            ("GPL-2.0-or-later", ["gnu general public license", "either version 2, or (at your option) any later version"]), ("GPL-3.0-or-later", ["gnu general public license", "either version 3, or (at your option) any later version"]),
            ("GPL-2.0-only", ["gnu general public license version 2 as published"]), ("GPL-2.0-only", ["gnu general public license", "version 2 of the license"]), ("GPL-3.0", ["gnu general public license version 3, 29 june 2007"]), ("GPL-2.0", ["gnu general public license version 2, june 1991"]),
        ],
        [("Apache-2.0", ["licensed under the apache license, version 2.0"]), ("Apache-2.0", ["apache license version 2.0, january 2004"])],
        [("MIT", ["permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files", "the above copyright notice and this permission notice shall be included"])],
        [
            ("BSD-4-Clause", ["redistribution and use in source and binary forms", "all advertising materials mentioning features"]),
            ("BSD-3-Clause", ["redistribution and use in source and binary forms", "endorse or promote products derived from this software without specific prior written permission"]),
            ("BSD-2-Clause", ["redistribution and use in source and binary forms, with or without modification, are permitted"]),
        ],
        [("ISC", ["permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"]), ("ISC", ["permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted"])],
        [("Zlib", ["this software is provided 'as-is', without any express or implied warranty", "altered source versions must be plainly marked as such"])],
        [("MPL-2.0", ["subject to the terms of the mozilla public license, v. 2.0"]), ("MPL-2.0", ["mozilla public license version 2.0"]), ("MPL-1.1", ["mozilla public license version 1.1"])],
        [("EPL-2.0", ["eclipse public license - v 2.0"]), ("EPL-2.0", ["eclipse public license 2.0"]), ("EPL-1.0", ["eclipse public license v1.0"])],
        [("CDDL-1.0", ["common development and distribution license"])],
        [("BSL-1.0", ["boost software license - version 1.0"]), ("BSL-1.0", ["boost software license, version 1.0"])],
        [("Unlicense", ["this is free and unencumbered software released into the public domain"])],
        [("CC0-1.0", ["cc0 1.0 universal"])],
        [("CC-BY-SA-4.0", ["creative commons attribution-sharealike 4.0"]), ("CC-BY-4.0", ["creative commons attribution 4.0"])],
        [("OpenSSL", ["openssl license", "original ssleay license"])],
        [("curl", ["permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies", "daniel stenberg"])],
        [("SSPL-1.0", ["server side public license"])],
        [("BUSL-1.1", ["business source license 1.1"])],
        [("blessing", ["may you do good and not evil", "may you find forgiveness for yourself and forgive others"])],
        [("LicenseRef-public-domain", ["placed in the public domain"]), ("LicenseRef-public-domain", ["dedicated to the public domain"]), ("LicenseRef-public-domain", ["released into the public domain"])],
        [("LicenseRef-proprietary", ["all rights reserved", "proprietary and confidential"]), ("LicenseRef-proprietary", ["all rights reserved", "confidential and proprietary"])],
    ];

    private static readonly System.Buffers.SearchValues<string> Words =
        System.Buffers.SearchValues.Create(["licen", "permission", "redistribut", "public domain", "warranty", "proprietary", "find forgiveness"], StringComparison.Ordinal);

    public override string Id => "licence";

    public override string Title => "Licence";

    public override ScreeningSeverity Severity => ScreeningSeverity.Low;

    public override ScreeningAudience Audience => 0;

    public override string Description => "An inventory: SPDX identifiers as they are stated, and well-known licence texts by their sentences in the first 8 KiB of code and the first 64 KiB of documents.";

    public override string FalsePositives => "Tools that write licences into other files, and documents that speak of several.";

    internal override IReadOnlyList<Anchor> Anchors { get; } = [new("SPDX-License-Identifier:")];

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var start = at + Anchors[0].Text.Length;
        var line = file.Text[start..file.LineEnd(start, LongestExpression)].Trim(" \t\r"u8);
        foreach (var end in (ReadOnlySpan<string>)["*/", "-->", "\"", "'", "#}", "%>", "`", "\\"])
        {
            var cut = line.IndexOf(Encoding.ASCII.GetBytes(end));
            line = cut >= 0 ? line[..cut].TrimEnd(" \t"u8) : line;
        }

        var expression = HiddenCharacters.Show(line);
        if (expression.Length > 0 && expression.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '.' or '-' or '+' or '(' or ')' or ':'))
        {
            hits.Note(FactKind.Licence, $"spdx|{expression}", at);
        }
    }

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        var most = file.Is(FileRole.Code) ? MostOfCode : MostOfDocument;
        var text = Normal(file.Text[..Math.Min(file.Text.Length, most)]);
        if (!text.AsSpan().ContainsAny(Words))
        {
            return;
        }

        foreach (var group in Texts)
        {
            foreach (var (id, sentences) in group)
            {
                if (Array.TrueForAll(sentences, sentence => text.Contains(sentence, StringComparison.Ordinal)))
                {
                    hits.Note(FactKind.Licence, $"text|{id}", 0);
                    break;
                }
            }
        }
    }

    /// <summary>Lower case; spaces, line breaks and the signs of comments are one space.</summary>
    internal static string Normal(ReadOnlySpan<byte> text)
    {
        var normal = new StringBuilder(text.Length);
        var isSpace = true;
        foreach (var value in text)
        {
            var letter = (char)value;
            if (letter is ' ' or '\t' or '\r' or '\n' or '*' or '#' or '"' or '`' || (letter is '/' or ';' && isSpace))
            {
                if (!isSpace)
                {
                    normal.Append(' ');
                }

                isSpace = true;
            }
            else
            {
                normal.Append(char.ToLowerInvariant(letter));
                isSpace = false;
            }
        }

        return normal.ToString();
    }
}
