using Vitrine.Cli;

return await CommandTree.RunAsync(args);
