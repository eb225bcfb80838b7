namespace Kappa.Engine;

/// <summary>Says how far a version is behind its sources, and remembers what the log said last. Thread-safe.</summary>
public interface IVersionLag
{
    /// <summary>What is known; never asks the log.</summary>
    EngineLag Last { get; }

    /// <summary>The first offset of each source partition that the version was to read.</summary>
    IReadOnlyDictionary<string, long> Starts { get; }

    /// <summary>Lets the log be asked, and waits for nothing; <see cref="Last"/> follows.</summary>
    void Refresh();

    /// <summary>Asks the log, and waits for its answer up to a deadline.</summary>
    /// <param name="deadline">How long to wait; infinite is allowed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer; the last one that is known where none came, which says when it was read.</returns>
    Task<EngineLag> ReadAsync(TimeSpan deadline, CancellationToken cancellationToken);
}
