namespace Kappa.StreamizHosting;

/// <summary>A key as Streamiz wrote it: queries show and take it as text.</summary>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct StreamizKey(byte[] Bytes);
