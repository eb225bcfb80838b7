namespace Kappa.Engine;

/// <summary>A cut as the cut log has it.</summary>
/// <param name="Cut">The cut.</param>
/// <param name="Ends">End offset of each source partition.</param>
/// <param name="Sources">The sources that <paramref name="Ends"/> follows.</param>
/// <param name="CutLogOffset">Offset of its record.</param>
/// <param name="Info">How its slice was cut.</param>
internal sealed record RecordedCut(Cut Cut, long[] Ends, CutSources Sources, long CutLogOffset, SliceInfo Info);
