// The head of every script that is loaded when needed.

declare const brobygger: Brobygger;
