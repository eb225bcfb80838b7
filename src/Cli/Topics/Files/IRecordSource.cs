using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A file that is read as JSON lines.</summary>
internal interface IRecordSource
{
    /// <summary>What a record is called in such a file, for messages.</summary>
    string Unit { get; }

    /// <summary>How much of it has been read, from 0 to 1; null where nobody knows.</summary>
    double? Share { get; }

    /// <summary>Reads to the end, once.</summary>
    /// <exception cref="RecordLineException">A line cannot be a record.</exception>
    Task ReadAsync(ILineSink sink, CancellationToken cancellationToken);
}
