namespace KappaApp;

/// <summary>What a customer has ordered, with who that is; null where the customer is not known.</summary>
public sealed record NamedTotal(long Orders, decimal Amount, string? Name, string? Country);
