using Vitrine.Cli;

using var interruption = new Interruption();
return await CommandTree.RunAsync(CommandTree.For(args), args, interruption.Token);
