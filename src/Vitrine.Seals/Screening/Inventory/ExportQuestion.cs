namespace Vitrine.Seals;

/// <summary>What an entry touches of the lists of controlled goods, asked of people who know the product and the law. It is no advice, and no answer.</summary>
/// <param name="Question">What to settle.</param>
/// <param name="Reason">Why it is asked: what of the list is touched.</param>
public sealed record ExportQuestion(string Question, string Reason)
{
    private const string List = "Category 5 Part 2 (Wassenaar Arrangement; EU 2021/821 Annex I; US Commerce Control List)";

    internal static ExportQuestion Of(CryptoClass kind) => kind switch
    {
        CryptoClass.Symmetric => new(
            "Does it keep users' data confidential, and does the mass-market note (Note 3) or another note release it?",
            $"5A002.a of {List} speaks of symmetric algorithms with a key of more than 56 bits, parity aside."),
        CryptoClass.Weak => new(
            "Is its key never longer than 56 bits, also where it is applied more than once?", $"5A002.a of {List} begins above 56 bits; triple use of a cipher lies above it."),
        CryptoClass.PublicKey => new(
            "Does it agree on keys or encrypt for confidentiality, and with which sizes?",
            $"5A002.a of {List} speaks of asymmetric algorithms that rest on factors or discrete logarithms of more than 512 bits, or on other groups (curves) of more than 112 bits."),
        CryptoClass.PostQuantum => new(
            "Does it agree on keys or encrypt for confidentiality?", $"5A002.a of {List} speaks of asymmetric algorithms that rest on lattices, isogenies or codes as well."),
        CryptoClass.Signature => new(
            "Is it used for signatures and authentication and for nothing else?", $"Authentication, digital signature and data integrity are set apart from confidentiality in the notes to 5A002.a of {List}."),
        CryptoClass.Integrity => new(
            "Is it used for integrity, authentication or derivation of keys, or is it part of a cipher?", $"Data integrity and authentication are set apart from confidentiality in the notes to 5A002.a of {List}; as part of a cipher it counts with it."),
        CryptoClass.Protocol => new(
            "Who reaches whom through it, and is the protocol the product's function or beside it (Note 4)?", $"A protocol that encrypts uses symmetric and asymmetric algorithms of 5A002.a of {List}."),
        _ => new(
            "Which of its algorithms does the product call, and is it shipped with the product or part of the system?", $"What a product can be made to do through a library counts under {List}; published libraries may be released by its notes."),
    };
}
