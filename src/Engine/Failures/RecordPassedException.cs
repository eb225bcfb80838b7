namespace Kappa.Engine;

/// <summary>
/// Ends a run: a record has failed in its middle, and is to be passed over from its beginning. The run is done again
/// from the last commit.
/// </summary>
internal sealed class RecordPassedException(FailureNote note, Exception cause)
    : Exception($"The record at offset {note.Offset} of {note.Source} is passed over.", cause);
