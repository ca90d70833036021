namespace Vitrine.Centre;

/// <summary>What only the laboratory reads of a session's act: encrypted under the session's key, padded so that its size says little.</summary>
/// <param name="Session">The session whose key encrypts it.</param>
/// <param name="Number">The part's number within the session, from 0; it is the nonce, so none comes twice under one key.</param>
/// <param name="Box">Ciphertext and tag, base64.</param>
public sealed record SealedPart(string Session, uint Number, byte[] Box);
