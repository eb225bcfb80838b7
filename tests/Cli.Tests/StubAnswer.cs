namespace Kappa.Cli.Tests;

internal sealed record StubAnswer(int Status, string ContentType, string Body);
