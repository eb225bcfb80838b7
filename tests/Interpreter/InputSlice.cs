namespace Kappa.Interpreter;

/// <summary>What a cut takes: the records up to it, in no order but that of the offsets of each partition.</summary>
internal sealed record InputSlice(Cut Cut, IReadOnlyList<SourceRecord> Records);
