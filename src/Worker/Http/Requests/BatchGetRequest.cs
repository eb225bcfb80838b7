namespace Kappa.Worker;

/// <summary>Body of a request for the rows of many keys.</summary>
internal sealed record BatchGetRequest(IReadOnlyList<string> Keys);
