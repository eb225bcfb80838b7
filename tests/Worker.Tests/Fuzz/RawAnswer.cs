namespace Kappa.Worker.Tests;

/// <summary>What came back for a request that went out byte by byte.</summary>
internal sealed record RawAnswer(int Status, string ContentType, string Body);
