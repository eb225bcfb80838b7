namespace Kappa.Fuzz;

/// <summary>Gives bytes of anybody to a decoder.</summary>
/// <param name="input">The bytes.</param>
/// <returns>
/// What came of it: "read" or the code of a declared error, and where it is another one with right checksums that too.
/// Everything else is a find.
/// </returns>
internal delegate string FuzzTarget(ReadOnlySpan<byte> input);
