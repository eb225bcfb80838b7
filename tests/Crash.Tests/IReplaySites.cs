namespace Kappa.Crash.Tests;

/// <summary>
/// Gives a test a site with the versions of <see cref="CrashFlights"/> in some state, for itself alone.
/// </summary>
internal interface IReplaySites
{
    /// <summary>The site, and the producer that has filled it.</summary>
    /// <param name="state">Of <see cref="ReplayDirectories"/>: live, caught up, switched.</param>
    Task<(ReplaySite Site, ReplayProducer Producer)> TakeAsync(string state);

    /// <summary>Frees what a site takes.</summary>
    void Free(ReplaySite site);
}
