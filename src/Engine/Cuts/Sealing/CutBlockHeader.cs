namespace Kappa.Engine;

/// <summary>What a sealed block covers.</summary>
/// <param name="Start">Offset in the cut topic that it begins at.</param>
/// <param name="End">Offset behind its last record.</param>
/// <param name="Before">Number of the cut before it.</param>
/// <param name="Last">Number of its last cut.</param>
internal readonly record struct CutBlockHeader(long Start, long End, long Before, long Last);
